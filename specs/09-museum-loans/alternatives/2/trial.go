package loan

// Trial returns requests by whom they are from.
func Trial() []Request {
	of := map[Borrower][]Request{
		Museum: {
			{Kind: Textile, Days: 75, Value: 300_001, Distance: 700, Indemnity: true, Case: true},
		},
		Donor: {
			{Kind: Painting, Days: 22, Value: 200_000, Distance: 1601, Case: true},
			{Kind: Painting, Days: 1, Value: 1_200_001, Distance: 801, Restoration: true},
			{Kind: Textile, Days: 1, Value: 200_001, Distance: 800},
			{Kind: Ceramic, Days: 330, Value: 200_000, Distance: 9000, Case: true},
			{Kind: Painting, Days: 41},
			{Kind: Ceramic, Days: 366, Distance: 701},
			{Kind: Textile, Days: 100, Value: 1000},
			{Kind: Painting, Days: 1, Value: 2019, Distance: 400},
		},
		Partner: {
			{Kind: Textile, Days: 100, Value: 600_000, Indemnity: true},
			{Kind: Ceramic, Days: 150, Distance: 1200},
			{Kind: Painting, Days: 1, Value: 1_200_000, Distance: 1200, Indemnity: true, Case: true},
		},
		School: {
			{Kind: Painting, Days: 31, Value: 200_000, Distance: 500, Case: true},
			{Kind: Painting, Days: 40, Distance: 401},
			{Kind: Painting, Days: 1, Distance: 501},
		},
	}
	var all []Request
	for borrower, requests := range of {
		for _, r := range requests {
			r.Borrower = borrower
			all = append(all, r)
		}
	}
	return all
}
