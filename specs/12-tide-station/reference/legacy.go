package tide

// defaultService is the station of the package functions. It stays the same; Open gives it another store.
var defaultService = NewService(systemClock{}, folder("."))

// SetUnit sets the unit in which levels are written, wherever the package functions write one for people.
func SetUnit(u Unit) { defaultService.SetUnit(u) }

// Add is Service.Add.
func Add(name string, low, high Level) error { return defaultService.Add(name, low, high) }

// Gauges is Service.Gauges.
func Gauges() []string { return defaultService.Gauges() }

// Highest is Service.Highest.
func Highest(name string) (Reading, error) { return defaultService.Highest(name) }

// Lowest is Service.Lowest.
func Lowest(name string) (Reading, error) { return defaultService.Lowest(name) }

// OnAlarm is Service.OnAlarm.
func OnAlarm(f func(Alarm)) (cancel func()) { return defaultService.OnAlarm(f) }

// Record is Service.Record.
func Record(name string, level Level) (Reading, error) { return defaultService.Record(name, level) }

// Bulletin is Service.Bulletin.
func Bulletin() string { return defaultService.Bulletin() }

// Save is Service.Save.
func Save() error { return defaultService.Save() }

// Open goes over to the station whose files are in a folder, as Service.Load does to that in its store. Before, it is the one
// in the current folder, without anything read. Lines that wait go to the folder that is left.
func Open(path string) error {
	defaultService.mu.Lock()
	defer defaultService.mu.Unlock()
	return defaultService.move(folder(path))
}
