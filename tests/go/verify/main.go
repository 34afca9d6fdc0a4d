// Command verify checks a Parvis ledger with Go's own implementation of
// transparency logs: the checkpoint's signature, the tiles on disk, and a proof
// file against both. Given the report of an audit too, it checks that the entry
// is a statement about that report, signed by the same key.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go LEDGER VKEY PROOF [REPORT]
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 4 && len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: verify LEDGER VKEY PROOF [REPORT]")
		os.Exit(2)
	}
	entry, err := verify(os.Args[1], os.Args[2], os.Args[3])
	if err == nil && len(os.Args) == 5 {
		err = verifyAudit(entry, os.Args[2], os.Args[4])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func verify(ledger, vkey, proofFile string) ([]byte, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(ledger, "checkpoint"))
	if err != nil {
		return nil, err
	}
	head, err := openCheckpoint(text, verifier)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	text, err = os.ReadFile(proofFile)
	if err != nil {
		return nil, err
	}
	proof, err := parseProof(string(text), verifier)
	if err != nil {
		return nil, fmt.Errorf("proof: %w", err)
	}
	leaf := tlog.RecordHash(proof.entry)
	if err := tlog.CheckRecord(proof.path, proof.head.N, proof.head.Hash, proof.index, leaf); err != nil {
		return nil, fmt.Errorf("inclusion: %w", err)
	}
	fromTiles, err := tlog.ProveRecord(head.N, proof.index, tlog.TileHashReader(head, tiles{ledger}))
	if err != nil {
		return nil, fmt.Errorf("tiles: %w", err)
	}
	if err := tlog.CheckRecord(fromTiles, head.N, head.Hash, proof.index, leaf); err != nil {
		return nil, fmt.Errorf("tiles: %w", err)
	}
	if head == proof.head && !equal(fromTiles, proof.path) {
		return nil, fmt.Errorf("the tiles give another path than the proof")
	}
	fmt.Printf("verified entry %d of %d in %s\n", proof.index, proof.head.N, verifier.Name())
	return proof.entry, nil
}

// verifyAudit checks a DSSE envelope with an in-toto statement: the signature
// over its pre-authentication encoding, and that it names the report by the
// digest of its bytes and the artefact by the digest the report gives it.
func verifyAudit(entry []byte, vkey, reportFile string) error {
	var envelope struct {
		Payload     []byte
		PayloadType string
		Signatures  []struct{ Sig []byte }
	}
	if err := json.Unmarshal(entry, &envelope); err != nil {
		return fmt.Errorf("envelope: %w", err)
	}
	parts := strings.SplitN(vkey, "+", 3) // name, hash, key: what note.NewVerifier read
	key, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 1 {
		return fmt.Errorf("not an Ed25519 key: %s", vkey)
	}
	encoding := fmt.Sprintf("DSSEv1 %d %s %d %s", len(envelope.PayloadType), envelope.PayloadType, len(envelope.Payload), envelope.Payload)
	if len(envelope.Signatures) != 1 || !ed25519.Verify(ed25519.PublicKey(key[1:]), []byte(encoding), envelope.Signatures[0].Sig) {
		return fmt.Errorf("envelope: not signed by the key")
	}
	var statement struct {
		Type          string `json:"_type"`
		PredicateType string
		Subject       []struct {
			Name   string
			Digest map[string]string
		}
		Predicate struct{ Report struct{ Sha256 string } }
	}
	if err := json.Unmarshal(envelope.Payload, &statement); err != nil {
		return fmt.Errorf("statement: %w", err)
	}
	if envelope.PayloadType != "application/vnd.in-toto+json" || statement.Type != "https://in-toto.io/Statement/v1" || statement.PredicateType != "urn:parvis:predicate:audit:v1" || len(statement.Subject) != 1 {
		return fmt.Errorf("statement: not about an audit")
	}
	text, err := os.ReadFile(reportFile)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(text)
	claimed, err := hex.DecodeString(statement.Predicate.Report.Sha256)
	if err != nil || !bytes.Equal(digest[:], claimed) {
		return fmt.Errorf("statement: about another report")
	}
	var report struct{ Subject struct{ Name, Digest string } }
	if err := json.Unmarshal(text, &report); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	subject := statement.Subject[0]
	if report.Subject.Digest == "" || subject.Name != report.Subject.Name || subject.Digest["sha256"] != report.Subject.Digest {
		return fmt.Errorf("statement: about another artefact than the report")
	}
	fmt.Printf("verified the audit of %s, sha256:%s\n", subject.Name, subject.Digest["sha256"])
	return nil
}

func openCheckpoint(text []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func equal(one, other tlog.RecordProof) bool {
	if len(one) != len(other) {
		return false
	}
	for i := range one {
		if one[i] != other[i] {
			return false
		}
	}
	return true
}

type inclusion struct {
	entry []byte
	index int64
	path  tlog.RecordProof
	head  tlog.Tree
}

func parseProof(text string, verifier note.Verifier) (p inclusion, err error) {
	body, checkpoint, found := strings.Cut(text, "\n\n")
	lines := strings.Split(body, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return p, fmt.Errorf("not a proof file")
	}
	if p.entry, err = base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra ")); err != nil {
		return p, err
	}
	if p.index, err = strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64); err != nil {
		return p, err
	}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return p, err
		}
		p.path = append(p.path, hash)
	}
	p.head, err = openCheckpoint([]byte(checkpoint), verifier)
	return p, err
}

// tiles reads tiles of height 8 from the layout of C2SP tlog-tiles, which
// leaves the height out of the path that Go's package uses.
type tiles struct{ ledger string }

func (tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		bytes, err := os.ReadFile(filepath.Join(t.ledger, path))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
