// Package loan decides on requests for loans from a museum's collection.
package loan

import "errors"

// Borrower is who asks for an object.
type Borrower string

const (
	Museum  Borrower = "museum"
	Partner Borrower = "partner" // a museum of the rota
	School  Borrower = "school"
	Donor   Borrower = "donor" // of the very object
)

// Kind is what an object is made of.
type Kind string

const (
	Painting Kind = "painting"
	Textile  Kind = "textile"
	Ceramic  Kind = "ceramic"
)

// Request asks for one object.
type Request struct {
	Borrower    Borrower
	Kind        Kind
	Days        int  // asked for
	Value       int  // of the object, in euros
	Distance    int  // of the journey, in kilometres
	Restoration bool // the object is being restored
	Indemnity   bool // the state answers for loss
	Case        bool // the object travels in a climate case and stays in it
}

// Verdict is what the museum offers. Of a loan that is not granted nothing else is said: the other fields are zero.
type Verdict struct {
	Granted bool
	Days    int
	Courier bool
	Deposit int // in euros
}

var (
	ErrInput    = errors.New("loan: not a request")
	ErrConflict = errors.New("loan: the rules contradict each other")
)
