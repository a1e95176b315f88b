// Verifies what interop_fixture or random_trees wrote with golang.org/x/mod/sumdb/note and tlog,
// which nobody here wrote: everything good is accepted, everything altered is refused. Each
// argument, "KIND VERDICT=COUNT", says how many of one sort of record there must be at least, so
// that a fixture which is empty proves nothing.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var errRefused = errors.New("refused")

// state is what the records so far have set up.
type state struct {
	keys   []note.Verifier
	leaves int64
	stored []tlog.Hash // of the tree that these leaves make, in tlog's order
	tiles  tiles
	counts map[string]int
}

// ReadHashes makes the state the tlog.HashReader of its tree.
func (s *state) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, i := range indexes {
		if i >= int64(len(s.stored)) {
			return nil, errors.New("the tree has no such hash")
		}
		found = append(found, s.stored[i])
	}
	return found, nil
}

func main() {
	s := state{counts: map[string]int{}}
	reader := bufio.NewReader(os.Stdin)
	for line := 1; ; line++ {
		text, err := reader.ReadString('\n')
		if err == io.EOF {
			break
		}
		if err == nil {
			err = s.record(strings.Split(strings.TrimSuffix(text, "\n"), " "))
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "record %d: %v\n", line, err)
			os.Exit(1)
		}
	}
	if err := s.enough(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("verified with Go:", s.counts)
}

func (s *state) enough(least []string) error {
	for _, argument := range least {
		record, count, _ := strings.Cut(argument, "=")
		wanted, err := strconv.Atoi(count)
		if err != nil {
			return err
		}
		if s.counts[record] < wanted {
			return fmt.Errorf("%d records of %q instead of %d", s.counts[record], record, wanted)
		}
	}
	return nil
}

func (s *state) record(words []string) error {
	switch words[0] {
	case "vkey":
		key, err := note.NewVerifier(words[1])
		s.keys = append(s.keys, key)
		return err
	case "witness":
		key, err := newWitness(words[1])
		s.keys = append(s.keys, key)
		return err
	case "tree":
		s.counts["tree"]++
		s.leaves, s.stored, s.tiles = 0, nil, tiles{}
		return nil
	case "tile":
		s.tiles[words[1]] = decode(words[2])
		return nil
	case "leaf":
		added, err := tlog.StoredHashes(s.leaves, decode(words[1]), s)
		s.leaves++
		s.stored = append(s.stored, added...)
		return err
	case "stored":
		s.counts["stored"]++
		return s.checkStored(decode(words[1]))
	}
	err := s.verify(words[0], words[2:])
	good := words[1] == "good"
	s.counts[words[0]+" "+words[1]]++
	if good {
		s.counts["good"]++
	} else {
		s.counts["bad"]++
	}
	if (err == nil) != good {
		return fmt.Errorf("%s is %s, but: %v", words[0], words[1], err)
	}
	return nil
}

func (s *state) verify(kind string, words []string) error {
	switch kind {
	case "note":
		_, err := note.Open(decode(words[0]), note.VerifierList(s.keys...))
		return err
	case "cosigned":
		opened, err := note.Open(decode(words[0]), note.VerifierList(s.keys...))
		if err == nil && len(opened.Sigs) != 2 {
			err = errRefused
		}
		return err
	case "checkpoint":
		return s.checkCheckpoint(decode(words[0]))
	case "inclusion":
		return tlog.CheckRecord(hashes(decode(words[4])), number(words[1]), hash(words[3]),
			number(words[0]), hash(words[2]))
	case "growth":
		return tlog.CheckTree(hashes(decode(words[4])), number(words[1]), hash(words[3]),
			number(words[0]), hash(words[2]))
	case "tiles":
		return s.checkTiles(decode(words[0]))
	case "receipt":
		return s.checkReceipt(decode(words[0]), string(decode(words[1])))
	case "consistency":
		return s.checkConsistency(decode(words[0]), decode(words[1]), hashes(decode(words[2])))
	}
	panic("a record of an unknown kind: " + kind)
}

// witness is the key of a cosigner, c2sp.org/tlog-cosignature, which x/mod does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(vkey string) (*witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errRefused
	}
	typed := decode(parts[2])
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), typed...))
	if len(typed) != 1+ed25519.PublicKeySize || typed[0] != 4 || fmt.Sprintf("%x", id[:4]) != parts[1] {
		return nil, errRefused
	}
	return &witness{parts[0], binary.BigEndian.Uint32(id[:]), typed[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	return ed25519.Verify(w.key, append([]byte(head), text...), signature[8:])
}

// checkStored compares all stored hashes with those that tlog made of the leaves.
func (s *state) checkStored(stored []byte) error {
	var joined []byte
	for _, hash := range s.stored {
		joined = append(joined, hash[:]...)
	}
	if !bytes.Equal(joined, stored) {
		return errors.New("the stored hashes are not tlog's")
	}
	return nil
}

// checkCheckpoint opens one and compares its root with the one that tlog makes of the leaves.
func (s *state) checkCheckpoint(signed []byte) error {
	tree, err := s.checkpoint(signed)
	if err != nil {
		return err
	}
	root, err := tlog.TreeHash(tree.N, s)
	if err == nil && root != tree.Hash {
		err = errRefused
	}
	return err
}

// checkpoint opens a signed checkpoint, c2sp.org/tlog-checkpoint.
func (s *state) checkpoint(signed []byte) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(s.keys...))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != opened.Sigs[0].Name {
		return tlog.Tree{}, errRefused
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// tiles are the tiles of a tree, by their paths.
type tiles map[string][]byte

const tileHeight = 8

// path is that of c2sp.org/tlog-tiles, where the height is not said.
func path(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
}

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		hashes, found := t[path(tile)]
		if !found || len(hashes) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("no tile %s of its width", path(tile))
		}
		data = append(data, hashes)
	}
	return data, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// checkTiles reads every hash of the tree from its tiles, which tlog proves against its root, and
// compares it with the one that tlog made of the leaves. There are no other tiles.
func (s *state) checkTiles(signed []byte) error {
	tree, err := s.checkpoint(signed)
	if err != nil {
		return err
	}
	widest := map[string]bool{}
	for _, tile := range tlog.NewTiles(tileHeight, 0, tree.N) {
		// It names every width that the last tile of a level ever had.
		if tile.W == 1<<tileHeight || tree.N>>(tileHeight*tile.L) == tile.N<<tileHeight+int64(tile.W) {
			widest[path(tile)] = true
		}
	}
	if len(widest) != len(s.tiles) {
		return fmt.Errorf("%d tiles instead of %d", len(s.tiles), len(widest))
	}
	var indexes []int64
	for i := range s.stored {
		indexes = append(indexes, int64(i))
	}
	read, err := tlog.TileHashReader(tree, s.tiles).ReadHashes(indexes)
	if err != nil {
		return err
	}
	for i, hash := range read {
		if hash != s.stored[i] {
			return errRefused
		}
	}
	return nil
}

// checkReceipt reads c2sp.org/tlog-proof and checks the inclusion that it proves.
func (s *state) checkReceipt(leaf []byte, receipt string) error {
	head, signed, found := strings.Cut(receipt, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errRefused
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := s.checkpoint([]byte(signed))
	if err != nil {
		return err
	}
	if index >= tree.N {
		return errRefused
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf))
}

func (s *state) checkConsistency(oldSigned, newSigned []byte, proof tlog.TreeProof) error {
	older, err := s.checkpoint(oldSigned)
	if err != nil {
		return err
	}
	newer, err := s.checkpoint(newSigned)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, newer.N, newer.Hash, older.N, older.Hash)
}

func hashes(joined []byte) []tlog.Hash {
	var split []tlog.Hash
	for ; len(joined) >= tlog.HashSize; joined = joined[tlog.HashSize:] {
		var hash tlog.Hash
		copy(hash[:], joined)
		split = append(split, hash)
	}
	return split
}

func hash(text string) tlog.Hash {
	return hashes(decode(text))[0]
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return value
}

func decode(text string) []byte {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return raw
}
