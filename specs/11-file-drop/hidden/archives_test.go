// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"hash/crc32"
	"io"
	"io/fs"
	"strings"
)

// otherModes are the kinds that a zip archive has, too.
var otherModes = map[byte]fs.FileMode{tar.TypeSymlink: fs.ModeSymlink, tar.TypeFifo: fs.ModeNamedPipe, tar.TypeChar: fs.ModeDevice | fs.ModeCharDevice}

// entry is a part of an archive: a file, unless its name ends in a slash or it has a kind.
type entry struct {
	name, content string
	kind          byte // of tar
}

func zipped(entries ...entry) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		header.SetMode(0o644)
		if strings.HasSuffix(e.name, "/") {
			header.SetMode(fs.ModeDir | 0o755)
			header.Method = zip.Store
		}
		if mode, isOther := otherModes[e.kind]; isOther {
			header.SetMode(mode | 0o644)
		}
		part, err := z.CreateHeader(header)
		if err != nil {
			panic(err)
		}
		if !strings.HasSuffix(e.name, "/") {
			part.Write([]byte(e.content))
		}
	}
	z.Close()
	return out.String()
}

func tarred(entries ...entry) string {
	var out bytes.Buffer
	g, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	t := tar.NewWriter(g)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(e.content))}
		if strings.HasSuffix(e.name, "/") {
			header.Typeflag, header.Mode, header.Size = tar.TypeDir, 0o755, 0
		}
		if e.kind != 0 {
			header.Typeflag, header.Linkname, header.Size = e.kind, e.content, 0
		}
		if err := t.WriteHeader(header); err != nil {
			panic(err)
		}
		if header.Size > 0 {
			t.Write([]byte(e.content))
		}
	}
	t.Close()
	g.Close()
	return out.String()
}

// stored is a zip archive that compresses nothing.
func stored(name, content string) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part, _ := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	part.Write([]byte(content))
	z.Close()
	return out.String()
}

// lying is a zip archive whose file says that it has another size.
func lying(name, content string, says uint64) string {
	var packed, out bytes.Buffer
	f, _ := flate.NewWriter(&packed, flate.BestSpeed)
	f.Write([]byte(content))
	f.Close()
	z := zip.NewWriter(&out)
	part, _ := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(content)),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: says})
	part.Write(packed.Bytes())
	z.Close()
	return out.String()
}

// packers make the same archive in both formats.
var packers = map[string]func(...entry) string{"zip": zipped, "tar.gz": tarred}
