// Sends calls with the real SDK for Go: send HOST WRITE_KEY FILE
// FILE holds one call per line: {"type", ...the fields of the event}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	analytics "github.com/segmentio/analytics-go/v3"
)

type call struct {
	Type       string
	UserId     string
	GroupId    string
	PreviousId string
	Event      string
	Name       string
	Timestamp  time.Time
	Properties map[string]interface{}
	Traits     map[string]interface{}
	Context    map[string]interface{}
}

func (c call) message() analytics.Message {
	context := &analytics.Context{Extra: c.Context}
	switch c.Type {
	case "track":
		return analytics.Track{UserId: c.UserId, Event: c.Event, Properties: c.Properties, Timestamp: c.Timestamp, Context: context}
	case "page":
		return analytics.Page{UserId: c.UserId, Name: c.Name, Properties: c.Properties, Timestamp: c.Timestamp, Context: context}
	case "screen":
		return analytics.Screen{UserId: c.UserId, Name: c.Name, Properties: c.Properties, Timestamp: c.Timestamp, Context: context}
	case "identify":
		return analytics.Identify{UserId: c.UserId, Traits: c.Traits, Timestamp: c.Timestamp, Context: context}
	case "group":
		return analytics.Group{UserId: c.UserId, GroupId: c.GroupId, Traits: c.Traits, Timestamp: c.Timestamp, Context: context}
	case "alias":
		return analytics.Alias{UserId: c.UserId, PreviousId: c.PreviousId, Timestamp: c.Timestamp, Context: context}
	}
	panic("no call is a " + c.Type)
}

// answers waits for what the SDK says of each call. Its Close drops what still waits to be sent again.
type answers struct {
	open     sync.WaitGroup
	lock     sync.Mutex
	failures int
}

func (a *answers) Success(analytics.Message) { a.open.Done() }

func (a *answers) Failure(_ analytics.Message, problem error) {
	a.lock.Lock()
	a.failures++
	a.lock.Unlock()
	fmt.Fprintln(os.Stderr, "not sent:", problem)
	a.open.Done()
}

func main() {
	host, writeKey, name := os.Args[1], os.Args[2], os.Args[3]
	file, err := os.Open(name)
	check(err)
	answers := &answers{}
	client, err := analytics.NewWithConfig(writeKey, analytics.Config{
		Endpoint:  host,
		BatchSize: 50,
		Interval:  time.Second,
		Callback:  answers,
	})
	check(err)

	calls := 0
	lines := bufio.NewScanner(file)
	for ; lines.Scan(); calls++ {
		decoder := json.NewDecoder(strings.NewReader(lines.Text()))
		decoder.UseNumber() // as they are written, not as float64
		var call call
		check(decoder.Decode(&call))
		answers.open.Add(1)
		check(client.Enqueue(call.message()))
	}
	check(lines.Err())
	answers.open.Wait()
	check(client.Close())
	fmt.Printf("%d calls, %d failures\n", calls, answers.failures)
	if answers.failures > 0 {
		os.Exit(1)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
