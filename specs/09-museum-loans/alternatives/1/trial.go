package loan

// Trial is for programs that are not ours.
func Trial() []Request {
	return []Request{
		{Partner, Painting, 1, 1_200_000, 1200, false, true, true},
		{Museum, Textile, 75, 300_001, 700, false, true, true},
		{Donor, Painting, 22, 200_000, 1601, false, false, true},
		{Partner, Textile, 100, 600_000, 0, false, true, false},
		{School, Painting, 31, 200_000, 500, false, false, true},
		{School, Painting, 40, 0, 401, false, false, false},
		{Donor, Painting, 1, 1_200_001, 801, true, false, false},
		{Donor, Textile, 1, 200_001, 800, false, false, false},
		{Donor, Ceramic, 330, 200_000, 9000, false, false, true},
		{Donor, Painting, 41, 0, 0, false, false, false},
		{School, Painting, 1, 0, 501, false, false, false},
		{Donor, Ceramic, 366, 0, 701, false, false, false},
		{Donor, Textile, 100, 1000, 0, false, false, false},
	}
}
