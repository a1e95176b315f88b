// What the program for an outsider knows of ledgers that were closed.
#include "agents/report/proof_program.h"

namespace stile::agent {
namespace {

constexpr std::string_view kPart = R"README(
// closedLog is a ledger that was closed at so many leaves, of which the one that succeeds it has the
// first as they were.
type closedLog struct {
  key  note.Verifier
  size int64
  root tlog.Hash
  kept int64
  time string // at which it was closed, as in the directory and in leaves
}

var closedLogs []closedLog

// readClosed reads those that the directory names, which log.vkey's further keys have to be among,
// and finds each named by the tree.
func readClosed(directory string, vkeys []string) {
  known := map[string]bool{}
  for _, block := range regexp.MustCompile(`(?m)^closed_log:? *\{[^}]*\}`).FindAllString(directory, -1) {
    field := func(form string) string {
      found := regexp.MustCompile(form).FindStringSubmatch(block)
      if found == nil {
        must(fmt.Errorf("directory.note names a closed ledger otherwise than by %s", form))
      }
      return found[1]
    }
    var log closedLog
    var err error
    vkey := field(`\bkey: "([^"]+)"`)
    log.key, err = note.NewVerifier(vkey)
    must(err)
    known[vkey] = true
    origin := `\bcheckpoint: "` + regexp.QuoteMeta(log.key.Name()) + `\\n`
    log.size, err = strconv.ParseInt(field(origin+`([0-9]+)\\n`), 10, 64)
    must(err)
    log.root, err = tlog.ParseHash(field(origin + `[0-9]+\\n([A-Za-z0-9+/=]+)\\n`))
    must(err)
    if strings.Contains(block, "kept:") { // where it is not, none
      log.kept, err = strconv.ParseInt(field(`\bkept: ([0-9]+)\s`), 10, 64)
      must(err)
    }
    log.time = field(`\bclosed: "([^"]+)"`)
    closedLogs = append(closedLogs, log)
    mustNameClosed(log)
  }
  for _, vkey := range vkeys {
    if !known[vkey] {
      must(fmt.Errorf("log.vkey has a key of no closed ledger in directory.note"))
    }
  }
}

// closedBy is the closed ledger of which that is the key.
func closedBy(key note.Verifier) closedLog {
  for _, log := range closedLogs {
    if log.key.Name() == key.Name() && log.key.KeyHash() == key.KeyHash() {
      return log
    }
  }
  must(fmt.Errorf("the directory does not say that %s was closed", key.Name()))
  panic("must has ended it")
}

// leaf is what everybody can write of it: that a leaf was lost with it, or that another succeeds it.
func (log closedLog) leaf(counter, decision, root string) tlog.Hash {
  return tlog.RecordHash([]byte("stile-leaf/v1\nop administration\ntime " + log.time + "\nclock sync\nnonce " +
    strings.Repeat("0", 32) + "\nfrom -\nto -\nagreement -\ncounter " + counter + "\noccasion -\nclause " +
    log.key.Name() + "\npurpose -\nfields -\nrows 0\ndecision " + decision + "\nreason -\ncommit-rows " + root +
    "\ncommit-actor -\ncommit-reason -\npeer-certificate -\nbuild -\n"))
}

func leafOfTree(index int64) tlog.Hash {
  hashes, err := tree.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
  mustOf(fmt.Sprintf("leaf %d of the tree", index), err)
  return hashes[0]
}

func mustNameClosed(log closedLog) {
  if tree == nil {
    return
  }
  if leavesOfTree <= log.size || leafOfTree(log.size) != log.leaf(fmt.Sprint(log.size), "succeeds", fmt.Sprintf("%x", log.root[:])) {
    must(fmt.Errorf("the tree does not name %s, which was closed at %d leaves", log.key.Name(), log.size))
  }
  fmt.Printf("the tree succeeds %s, which was closed at %d leaves, of which %d are kept\n", log.key.Name(), log.size, log.kept)
}

// mustBeOfClosed ends it unless a checkpoint may be one of the ledger from before it was closed.
func mustBeOfClosed(name string, size int64, root tlog.Hash, log closedLog) {
  if size > log.size {
    must(fmt.Errorf("%s is behind the end of %s", name, log.key.Name()))
  }
  if size == log.size && root != log.root {
    must(fmt.Errorf("%s is of another history than the one at which %s was closed", name, log.key.Name()))
  }
  if tree != nil && size <= log.kept {
    mustBeOfTree(name, size, root)
  }
}

// mustBeLost ends it unless the leaf was lost, and the tree says so in its place.
func mustBeLost(leaf string, index int64, key note.Verifier, directory string) {
  if directory == "" {
    must(fmt.Errorf("%s is not in the tree, and what was lost stands in directory.note, which is not here", leaf))
  }
  log := closedBy(key)
  if index < log.kept || leafOfTree(index) != log.leaf("-", "lost", "-") {
    must(fmt.Errorf("%s was not lost with %s, and the tree has another in its place", leaf, key.Name()))
  }
  fmt.Printf("LOST: %s is not in the tree, which succeeds %s and says so in its place\n", leaf, key.Name())
}
)README";

}  // namespace

std::string_view proof_of_closed() { return kPart; }

}  // namespace stile::agent
