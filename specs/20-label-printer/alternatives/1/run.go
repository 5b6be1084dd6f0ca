package label

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// Records are frames of a fixed size: kind, place, digest of the list, digest of all that. What is shorter, or does not fit
// its digest, was cut off by a crash and is passed over.
const frameSize = 1 + 8 + sha256.Size + sha256.Size

const (
	intent = 'i' // the label is about to be printed
	void   = 'v' // it has not come out after all
)

type list [sha256.Size]byte

func digest(labels []Label) list {
	hash := sha256.New()
	for _, l := range labels {
		for _, text := range []string{l.Tube, l.Text} {
			hash.Write(binary.AppendUvarint(nil, uint64(len(text))))
			hash.Write([]byte(text))
		}
	}
	return list(hash.Sum(nil))
}

func frame(kind byte, place int, of list) []byte {
	text := append(binary.BigEndian.AppendUint64([]byte{kind}, uint64(place)), of[:]...)
	sum := sha256.Sum256(text)
	return append(text, sum[:]...)
}

// Run prints labels with an at-most-once guarantee: no label ever comes out twice. Each is noted before it is printed,
// so the label at which the process crashes may be missing; it is then left out, and all others are printed.
func Run(j Journal, p Printer, labels []Label) error {
	own := digest(labels)
	next, err := replay(j, own)
	if err != nil {
		return err
	}
	for ; next < len(labels); next++ {
		if err := j.Append(frame(intent, next, own)); err != nil {
			return fmt.Errorf("label %d: note: %w", next, err)
		}
		if err := p.Print(labels[next]); err != nil {
			return fmt.Errorf("label %d: %w", next, errors.Join(err, j.Append(frame(void, next, own))))
		}
	}
	return nil
}

// replay tells which label is the first that has not been tried.
func replay(j Journal, own list) (next int, err error) {
	records, err := j.Read()
	if err != nil {
		return 0, fmt.Errorf("journal: %w", err)
	}
	for _, text := range records {
		if len(text) != frameSize {
			continue
		}
		place := int(binary.BigEndian.Uint64(text[1:]))
		of := list(text[9 : 9+sha256.Size])
		if string(frame(text[0], place, of)) != string(text) {
			continue
		}
		if of != own {
			return 0, ErrList
		}
		if next = place; text[0] == intent {
			next++
		}
	}
	return next, nil
}
