// The one program that no shell replaces, for an outsider.
#include "agents/report/proof_program.h"

#include <string>

#include "agents/report/proof_files.h"

namespace stile::agent {
namespace {

// Its first part; what it knows of ledgers that were closed, and of the agency's own list, follow.
constexpr std::string_view kProgram =
    R"README(// Proves that the ledger holds each leaf of this folder, and whatever else is in it, with
// golang.org/x/mod/sumdb alone.
package main

import (
  "crypto/ed25519"
  "crypto/sha256"
  "encoding/base64"
  "encoding/binary"
  "encoding/csv"
  "fmt"
  "os"
  "path/filepath"
  "regexp"
  "strconv"
  "strings"

  "golang.org/x/mod/sumdb/note"
  "golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
  if err != nil {
    fmt.Fprintln(os.Stderr, "NOT PROVEN:", err)
    os.Exit(1)
  }
}

// mustOf says what was not proven.
func mustOf(name string, err error) {
  if err != nil {
    must(fmt.Errorf("%s: %w", name, err))
  }
}

func read(name string) string {
  text, err := os.ReadFile(name)
  must(err)
  return string(text)
}

// tree is the ledger's, of so many leaves; nil where the folder has none.
var tree tlog.HashReader
var leavesOfTree int64

// folder has tiles where c2sp.org/tlog-tiles puts them: tlog's own paths without the height.
type folder struct{}

func (folder) Height() int { return 8 }

func (folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
  var all [][]byte
  for _, tile := range tiles {
    name := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
    hashes, err := os.ReadFile(name)
    if err == nil && len(hashes) != tile.W*tlog.HashSize {
      err = fmt.Errorf("%s has %d bytes", name, len(hashes))
    }
    if err != nil {
      return nil, err
    }
    all = append(all, hashes)
  }
  return all, nil
}

func (folder) SaveTiles([]tlog.Tile, [][]byte) {}

func has(name string) bool {
  _, err := os.Stat(name)
  return err == nil
}

func main() {
  keys := logKeys()
  key := keys[0]
  if has("checkpoint") {
    readTree(key)
  }
  directory := ""
  if has("directory.note") {
    directory = readDirectory(keys)
  }
  proofs, err := filepath.Glob("*.tlog-proof")
  must(err)
  leaves, err := filepath.Glob("leaf*.txt")
  must(err)
  if len(proofs) == 0 || len(proofs) != len(leaves) {
    must(fmt.Errorf("%d proofs of %d leaves", len(proofs), len(leaves)))
  }
  for _, leaf := range leaves {
    prove(keys, directory, strings.TrimSuffix(leaf, ".txt")+".tlog-proof", leaf)
  }
  if has("consignments.csv") {
    proveList()
    for _, name := range []string{"checkpoint", "directory.note", "cosigned"} {
      if !has(name) {
        fmt.Printf("NOT HERE: %s\n", notHere[name])
      }
    }
  }
  if directory != "" {
    proveAgreements(directory, leaves)
    if has("cosigned") {
      proveCosigned(keys, directory)
    }
  }
}

// logKeys are the key of the ledger, and those of ledgers that were closed before it.
func logKeys() []note.Verifier {
  var keys []note.Verifier
  for _, line := range strings.Fields(read("log.vkey")) {
    key, err := note.NewVerifier(line)
    must(err)
    keys = append(keys, key)
  }
  if len(keys) == 0 {
    must(fmt.Errorf("log.vkey has no key"))
  }
  return keys
}

// keyOf is the one of them that signed a checkpoint.
func keyOf(keys []note.Verifier, name, signed string) note.Verifier {
  opened, err := note.Open([]byte(signed), note.VerifierList(keys...))
  mustOf(name, err)
  for _, key := range keys {
    if key.Name() == opened.Sigs[0].Name && key.KeyHash() == opened.Sigs[0].Hash {
      return key
    }
  }
  panic("a note that was opened is signed by one of the keys")
}

var notHere = map[string]string{
  "checkpoint":     "the tree; each leaf has its own proof alone",
  "directory.note": "the directory; nothing is said of agreements and witnesses",
  "cosigned":       "a checkpoint that witnesses cosigned",
}

// checkpoint is what the log signed: so many leaves, and their root.
func checkpoint(key note.Verifier, name, signed string) (int64, tlog.Hash) {
  opened, err := note.Open([]byte(signed), note.VerifierList(key))
  mustOf(name, err)
  text := strings.Split(opened.Text, "\n")
  if len(text) != 4 || text[0] != key.Name() {
    must(fmt.Errorf("%s has no checkpoint of this log", name))
  }
  size, err := strconv.ParseInt(text[1], 10, 64)
  must(err)
  root, err := tlog.ParseHash(text[2])
  must(err)
  return size, root
}

func readTree(key note.Verifier) {
  size, root := checkpoint(key, "checkpoint", read("checkpoint"))
  tree, leavesOfTree = tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, folder{}), size
  mustBeOfTree("checkpoint", size, root)
  for n := int64(0); n < size; n += 256 {
    _, err := tree.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
    mustOf(fmt.Sprintf("the tile of leaf %d", n), err)
  }
  fmt.Printf("the tree is the one of %d leaves that %s signed\n", size, key.Name())
}

// mustBeOfTree ends it unless a checkpoint is an earlier state of the tree.
func mustBeOfTree(name string, size int64, root tlog.Hash) {
  if size > leavesOfTree {
    must(fmt.Errorf("%s is of more leaves than the tree", name))
  }
  then, err := tlog.TreeHash(size, tree)
  mustOf("the tiles are not the tree of "+name, err)
  if then != root {
    must(fmt.Errorf("%s is of another history than the tree", name))
  }
}

// cosigner is a witness (c2sp.org/tlog-cosignature).
type cosigner struct {
  name string
  hash uint32
  key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, signature []byte) bool {
  if len(signature) != 8+ed25519.SignatureSize {
    return false
  }
  head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
  return ed25519.Verify(c.key, append([]byte(head), text...), signature[8:])
}

// Whoever made the folder may have written a policy that is easily met: the directory has the last word.
func proveCosigned(keys []note.Verifier, directory string) {
  var witnesses []note.Verifier
  least := 0
  for _, line := range strings.Split(read("policy"), "\n") {
    words := strings.Fields(line)
    if len(words) == 3 && words[0] == "witness" {
      parts := strings.SplitN(words[2], "+", 3)
      hash, err := strconv.ParseUint(parts[1], 16, 32)
      must(err)
      bytes, err := base64.StdEncoding.DecodeString(parts[2])
      if err == nil && (len(bytes) != 33 || bytes[0] != 4) {
        err = fmt.Errorf("%s is no witness", words[1])
      }
      must(err)
      if !strings.Contains(directory, "witness_key: \""+words[2]+"\"") {
        must(fmt.Errorf("the directory has no witness %s", words[1]))
      }
      witnesses = append(witnesses, cosigner{parts[0], uint32(hash), bytes[1:]})
    } else if len(words) > 3 && words[0] == "group" {
      k, err := strconv.Atoi(words[2])
      must(err)
      least = k
    }
  }
  key := keyOf(keys, "cosigned", read("cosigned"))
  size, root := checkpoint(key, "cosigned", read("cosigned"))
  if key != keys[0] {
    mustBeOfClosed("cosigned", size, root, closedBy(key))
  } else if tree != nil {
    mustBeOfTree("cosigned", size, root)
  }
  opened, err := note.Open([]byte(read("cosigned")), note.VerifierList(witnesses...))
  mustOf("cosigned", err)
  if members := strings.Count(directory, "\nquorum: "); least*2 <= members {
    must(fmt.Errorf("%d are not more than half of the %d witnesses of the directory", least, members))
  }
  if len(opened.Sigs) < least {
    must(fmt.Errorf("%d of the %d witnesses that it takes have cosigned", len(opened.Sigs), least))
  }
  fmt.Printf("%d of %d witnesses cosigned it at %d leaves; it takes %d\n", len(opened.Sigs),
    len(witnesses), size, least)
}

// keysIn are the keys that a text has in quotes, or on lines of their own.
func keysIn(text string) note.Verifiers {
  var keys []note.Verifier
  known := map[string]bool{}
  for _, vkey := range regexp.MustCompile(`[^\s"]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44,}`).FindAllString(text, -1) {
    key, err := note.NewVerifier(vkey)
    if err == nil && !known[vkey] {
      keys = append(keys, key)
      known[vkey] = true
    }
  }
  return note.VerifierList(keys...)
}

func signers(signed *note.Note) string {
  var names []string
  for _, one := range signed.Sigs {
    names = append(names, one.Name)
  }
  return strings.Join(names, ", ")
}

func readDirectory(keys []note.Verifier) string {
  directory, err := note.Open([]byte(read("directory.note")), keysIn(read("roots.vkey")))
  mustOf("directory.note", err)
  if len(directory.Sigs) < 2 {
    must(fmt.Errorf("directory.note is signed by %s alone", signers(directory)))
  }
  vkeys := strings.Fields(read("log.vkey"))
  if !strings.Contains(directory.Text, "log_key: \""+vkeys[0]+"\"") {
    must(fmt.Errorf("log.vkey is not the ledger's key in directory.note"))
  }
  fmt.Printf("directory.note is signed by %s\n", signers(directory))
  readClosed(directory.Text, vkeys[1:])
  return directory.Text
}

func proveAgreements(directory string, leaves []string) {
  named := map[string]bool{}
  for _, leaf := range leaves {
    found := regexp.MustCompile(`\nagreement ([0-9a-f]{64})\n`).FindStringSubmatch(read(leaf))
    if found == nil || named[found[1]] {
      continue
    }
    named[found[1]] = true
    name := "agreement-" + found[1] + ".note"
    if !has(name) {
      fmt.Printf("NOT HERE: %s, which leaves name\n", name)
      continue
    }
    signed, err := note.Open([]byte(read(name)), keysIn(directory))
    mustOf(name, err)
    if name != fmt.Sprintf("agreement-%x.note", sha256.Sum256([]byte(signed.Text))) {
      must(fmt.Errorf("%s is another agreement", name))
    }
    fmt.Printf("%s is signed by %s\n", name, signers(signed))
  }
}

func prove(keys []note.Verifier, directory, name, leaf string) {
  head, signed, found := strings.Cut(read(name), "\n\n")
  lines := strings.Split(head, "\n")
  if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
    must(fmt.Errorf("%s is no proof", name))
  }
  index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
  must(err)
  if name != "leaf.tlog-proof" && name != fmt.Sprintf("leaf-%010d.tlog-proof", index) {
    must(fmt.Errorf("%s proves leaf %d", name, index))
  }
  var proof tlog.RecordProof
  for _, line := range lines[2:] {
    hash, err := tlog.ParseHash(line)
    must(err)
    proof = append(proof, hash)
  }
  key := keyOf(keys, name, signed)
  size, root := checkpoint(key, name, signed)
  closed := key != keys[0]
  if closed && directory != "" {
    mustBeOfClosed(name, size, root, closedBy(key))
  }
  if index < 0 || index >= size {
    must(fmt.Errorf("%s is not below its checkpoint", leaf))
  }
  err = tlog.CheckRecord(proof, size, root, index, tlog.RecordHash([]byte(read(leaf))))
  mustOf(fmt.Sprintf("%s is not what the ledger holds at %d", leaf, index), err)
  if tree != nil && !closed {
    mustBeOfTree(name, size, root)
  }
  fmt.Printf("%s is leaf %d of the %d of %s\n", leaf, index, size, key.Name())
  if tree != nil && closed && leafOfTree(index) != tlog.RecordHash([]byte(read(leaf))) {
    mustBeLost(leaf, index, key, directory)
  }
}
)README";

}  // namespace

std::string_view proof_program() {
  static const std::string program =
      std::string(kProgram) + std::string(proof_of_closed()) + std::string(proof_of_list());
  return program;
}

}  // namespace stile::agent
