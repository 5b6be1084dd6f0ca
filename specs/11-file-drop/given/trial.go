package drop

// Trial sends requests to a service, so that one that does not do what it should shows it.
func Trial(call func(user, method, target string, body []byte) (status int, answer string)) {}
