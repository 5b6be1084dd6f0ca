module specgen

go 1.26
