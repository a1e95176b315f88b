// Reads a folder of tiles (c2sp.org/tlog-tiles) with golang.org/x/mod/sumdb/note and tlog, which nobody
// here wrote: `read_tiles FOLDER VKEY`. The tree that the tiles hold has to be the one that the log signed, and so
// every leaf's hash is proven to be in it. Prints the size of the tree.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int { return 8 }

// ReadTiles reads them where C2SP puts them, which is tlog's own path without the height.
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		path := "tile/" + tile.Path()[len("tile/8/"):]
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", path, len(data))
		}
		read = append(read, data)
	}
	return read, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func verify(f folder, vkey string) (int64, error) {
	key, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, err
	}
	text, err := os.ReadFile(filepath.Join(string(f), "checkpoint"))
	if err != nil {
		return 0, err
	}
	opened, err := note.Open(text, note.VerifierList(key))
	if err != nil {
		return 0, err
	}
	var origin, root string
	var size int64
	if _, err := fmt.Sscanf(opened.Text, "%s\n%d\n%s\n", &origin, &size, &root); err != nil {
		return 0, err
	}
	hash, err := tlog.ParseHash(root)
	if err != nil {
		return 0, err
	}
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: hash}, f)
	for n := int64(0); n < size; n++ {
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveRecord(size, n, reader)
		if err == nil {
			err = tlog.CheckRecord(proof, size, hash, n, leaf[0])
		}
		if err != nil {
			return 0, fmt.Errorf("leaf %d: %w", n, err)
		}
	}
	return size, nil
}

func main() {
	size, err := verify(folder(os.Args[1]), os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(size)
}
