package tide

import "fmt"

type StoreError struct {
	File  string
	Err   error
	First error
}

func (e *StoreError) Error() string {
	if e.First != nil {
		return fmt.Sprintf("tide: %s: %v (at first: %v)", e.File, e.Err, e.First)
	}
	return fmt.Sprintf("tide: %s: %v", e.File, e.Err)
}

func (e *StoreError) Unwrap() []error {
	if e.First != nil {
		return []error{e.Err, e.First}
	}
	return []error{e.Err}
}
