// Says of objects what kubectl wait, Argo CD and Flux take their state to be: reads Kubernetes objects from standard
// input, one JSON document a line, and answers each with a line {"status": "Current", "message": "..."}, made by the
// rules of sigs.k8s.io/cli-utils (kstatus); or, with the name of a Lua file as its argument, by that script, as Argo CD
// runs one for a resource's health: the object is the global obj, and a table with status and message is returned.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

const longestLine = 16 << 20

type answer struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

func main() {
	judge := kstatus
	if len(os.Args) > 1 {
		judge = func(object *unstructured.Unstructured) (answer, error) { return byScript(os.Args[1], object) }
	}
	if err := run(os.Stdin, os.Stdout, judge); err != nil {
		fmt.Fprintln(os.Stderr, "kstatus:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, judge func(*unstructured.Unstructured) (answer, error)) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	answers := json.NewEncoder(out)
	for number := 1; lines.Scan(); number++ {
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(lines.Bytes()); err != nil {
			return fmt.Errorf("line %d is no Kubernetes object: %w", number, err)
		}
		result, err := judge(object)
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if err := answers.Encode(result); err != nil {
			return err
		}
	}
	return lines.Err()
}

func kstatus(object *unstructured.Unstructured) (answer, error) {
	result, err := status.Compute(object)
	if err != nil {
		return answer{}, err
	}
	return answer{Status: result.Status.String(), Message: result.Message}, nil
}

// byScript gives the script no library but the few that Argo CD gives it.
func byScript(file string, object *unstructured.Unstructured) (answer, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{
		lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable, lua.StringLibName: lua.OpenString, lua.MathLibName: lua.OpenMath,
	} {
		state.Push(state.NewFunction(open))
		state.Push(lua.LString(name))
		state.Call(1, 0)
	}
	state.SetGlobal("obj", value(state, object.Object))
	if err := state.DoFile(file); err != nil {
		return answer{}, err
	}
	health, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return answer{}, fmt.Errorf("%s returns no table", file)
	}
	return answer{Status: lua.LVAsString(health.RawGetString("status")), Message: lua.LVAsString(health.RawGetString("message"))}, nil
}

// value is what JSON says, in Lua: numbers are floats there, and null is nil.
func value(state *lua.LState, of any) lua.LValue {
	switch of := of.(type) {
	case bool:
		return lua.LBool(of)
	case int64:
		return lua.LNumber(of)
	case float64:
		return lua.LNumber(of)
	case string:
		return lua.LString(of)
	case []any:
		table := state.NewTable()
		for _, element := range of {
			table.Append(value(state, element))
		}
		return table
	case map[string]any:
		table := state.NewTable()
		for key, element := range of {
			table.RawSetString(key, value(state, element))
		}
		return table
	default:
		return lua.LNil
	}
}
