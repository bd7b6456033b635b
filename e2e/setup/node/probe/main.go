// Probe is what the self-test's pods run: `probe serve` answers with its pod's name until it is told to end; the other
// commands look at the cluster from within a pod.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) == 1 && arguments[0] == "serve":
		return serve()
	case len(arguments) == 2 && arguments[0] == "get":
		return get(arguments[1])
	case len(arguments) == 1 && arguments[0] == "api":
		return api()
	case len(arguments) == 2 && arguments[0] == "eat":
		return eat(arguments[1])
	case len(arguments) == 3 && arguments[0] == "write":
		return os.WriteFile(arguments[1], []byte(arguments[2]), 0o644)
	case len(arguments) == 2 && arguments[0] == "read":
		text, err := os.ReadFile(arguments[1])
		fmt.Println(string(text))
		return err
	}
	return errors.New("usage: probe serve | get URL | api | eat MEGABYTES | write FILE TEXT | read FILE")
}

func serve() error {
	name, err := os.Hostname()
	if err != nil {
		return err
	}
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: ":8080", ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(
		func(answer http.ResponseWriter, _ *http.Request) { fmt.Fprintln(answer, name, os.Getenv("VERSION")) })}
	go func() {
		<-ended.Done()
		_ = server.Shutdown(context.Background())
	}()
	fmt.Println("serving as", name)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	fmt.Println("ended")
	return nil
}

func get(url string) error {
	return ask(&http.Client{Timeout: 5 * time.Second}, url)
}

// api reaches the API server as a program in a pod does: by its name, trusting only the certificate that the pod was given.
func api() error {
	certificate, err := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt")
	if err != nil {
		return err
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(certificate) {
		return errors.New("no certificate in ca.crt")
	}
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}
	return ask(client, "https://kubernetes.default.svc/version")
}

func ask(client *http.Client, url string) error {
	answer, err := client.Get(url)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(os.Stdout, answer.Body)
	return err
}

func eat(megabytes string) error {
	wanted, err := strconv.Atoi(megabytes)
	if err != nil {
		return err
	}
	eaten := make([][]byte, 0, wanted)
	for range wanted {
		piece := make([]byte, 1<<20)
		for i := 0; i < len(piece); i += 4096 {
			piece[i] = 1
		}
		eaten = append(eaten, piece)
	}
	fmt.Println("ate", len(eaten), "MB")
	return nil
}
