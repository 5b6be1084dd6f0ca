package guard

type result struct {
	ran, failed, panicked, skipped []string
	reason                         string
	observed                       map[string]string
}

// appendJSON writes by hand: a package for it would be initialised later than this one has to be.
func (r result) appendJSON(to []byte, code int) []byte {
	to = append(to, `{"code":`...)
	to = appendNumber(to, code)
	for _, list := range []struct {
		key   string
		names []string
	}{{"ran", r.ran}, {"failed", r.failed}, {"panicked", r.panicked}, {"skipped", r.skipped}} {
		to = append(to, `,"`+list.key+`":`...)
		to = appendList(to, list.names)
	}
	to = append(to, `,"reason":`...)
	to = appendString(to, r.reason)
	to = append(to, `,"observed":{`...)
	first := true
	for key, value := range r.observed {
		if !first {
			to = append(to, ',')
		}
		first = false
		to = appendString(to, key)
		to = append(to, ':')
		to = appendString(to, value)
	}
	return append(to, '}', '}')
}

func appendList(to []byte, names []string) []byte {
	to = append(to, '[')
	for i, name := range names {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendString(to, name)
	}
	return append(to, ']')
}

func appendNumber(to []byte, number int) []byte {
	if number < 0 {
		to = append(to, '-')
		number = -number
	}
	if number >= 10 {
		to = appendNumber(to, number/10)
	}
	return append(to, byte('0'+number%10))
}

// appendString quotes text; ranging over it turns invalid UTF-8 into U+FFFD.
func appendString(to []byte, text string) []byte {
	const digits = "0123456789abcdef"
	to = append(to, '"')
	for _, letter := range text {
		switch {
		case letter == '"' || letter == '\\':
			to = append(to, '\\', byte(letter))
		case letter < ' ':
			to = append(to, '\\', 'u', '0', '0', digits[letter>>4], digits[letter&15])
		default:
			to = append(to, string(letter)...)
		}
	}
	return append(to, '"')
}
