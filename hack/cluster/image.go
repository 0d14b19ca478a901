package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// packImage writes a container image of one layer without a registry, a daemon or root.
// A FILE=PATH goes to that path in the image; a directory is copied whole, from FILE to PATH.
func packImage(args []string) error {
	if len(args) < 4 {
		return errors.New("usage: image OUT.tar NAME:TAG 'ENTRYPOINT WITH ARGUMENTS' FILE=PATH...")
	}
	var layer bytes.Buffer
	writer := tar.NewWriter(&layer)
	for _, pair := range args[3:] {
		file, path, found := strings.Cut(pair, "=")
		if !found {
			return fmt.Errorf("%s: expected FILE=PATH", pair)
		}
		if err := addTree(writer, file, path); err != nil {
			return err
		}
	}
	if err := writer.Close(); err != nil {
		return err
	}
	return writeArchive(args[0], args[1], strings.Fields(args[2]), layer.Bytes())
}

func addTree(writer *tar.Writer, root, target string) error {
	return filepath.Walk(root, func(file string, info fs.FileInfo, err error) error {
		if err != nil {
			return err
		}
		link := ""
		if info.Mode()&fs.ModeSymlink != 0 {
			if link, err = os.Readlink(file); err != nil {
				return err
			}
		}
		header, err := tar.FileInfoHeader(info, link)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(filepath.Join(target, below), "/")
		if name == "" || name == "." {
			return nil // the root of the image is always there
		}
		// owner of no interest: files belong to root in the image, whoever packed it
		header.Name, header.Uid, header.Gid, header.Uname, header.Gname = name, 0, 0, "", ""
		if info.IsDir() {
			header.Name += "/"
		}
		if err := writer.WriteHeader(header); err != nil || !info.Mode().IsRegular() {
			return err
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		_, err = writer.Write(content)
		return err
	})
}

// writeArchive writes the layout of `docker save`, which containerd and K3s import as well.
func writeArchive(out, name string, entrypoint []string, layer []byte) error {
	config, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH,
		"os":           "linux",
		"config":       map[string]any{"Entrypoint": entrypoint},
		"rootfs":       map[string]any{"type": "layers", "diff_ids": []string{fmt.Sprintf("sha256:%x", sha256.Sum256(layer))}},
	})
	if err != nil {
		return err
	}
	manifest, err := json.Marshal([]map[string]any{
		{"Config": "config.json", "RepoTags": []string{name}, "Layers": []string{"layer.tar"}},
	})
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	writer := tar.NewWriter(&archive)
	for _, part := range []struct {
		name    string
		content []byte
	}{{"config.json", config}, {"layer.tar", layer}, {"manifest.json", manifest}} {
		header := &tar.Header{Name: part.name, Mode: 0o644, Size: int64(len(part.content))}
		if err := writer.WriteHeader(header); err != nil {
			return err
		}
		if _, err := writer.Write(part.content); err != nil {
			return err
		}
	}
	if err := writer.Close(); err != nil {
		return err
	}
	return os.WriteFile(out, archive.Bytes(), 0o644)
}
