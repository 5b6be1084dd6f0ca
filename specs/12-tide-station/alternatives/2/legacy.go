package tide

var defaultService = overFolder(&adapter{"."})

func overFolder(a *adapter) *Service { return NewService(a, a) }

func SetUnit(u Unit)                                   { defaultService.SetUnit(u) }
func Add(name string, low, high Level) error           { return defaultService.Add(name, low, high) }
func Gauges() []string                                 { return defaultService.Gauges() }
func Highest(name string) (Reading, error)             { return defaultService.Highest(name) }
func Lowest(name string) (Reading, error)              { return defaultService.Lowest(name) }
func OnAlarm(f func(Alarm)) (cancel func())            { return defaultService.OnAlarm(f) }
func Record(name string, level Level) (Reading, error) { return defaultService.Record(name, level) }
func Bulletin() string                                 { return defaultService.Bulletin() }
func Save() error                                      { return defaultService.Save() }

// Open reads another folder and stays with it unless that fails.
func Open(folder string) error {
	s := defaultService
	s.Lock()
	defer s.Unlock()
	if err := s.drain(); err != nil {
		return err
	}
	files := s.store.(*adapter)
	before := files.folder
	files.folder = folder
	err := s.load()
	if err != nil {
		files.folder = before
	}
	return err
}
