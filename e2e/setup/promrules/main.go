// Checks files of Prometheus rules as Prometheus does when it loads them: names, expressions, templates in annotations.
package main

import (
	"fmt"
	"os"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
)

func main() {
	wrong := len(os.Args) < 2
	for _, file := range os.Args[1:] {
		groups, errs := rulefmt.ParseFile(file, false, model.UTF8Validation)
		for _, err := range errs {
			wrong = true
			fmt.Fprintln(os.Stderr, err)
		}
		if groups != nil {
			rules := 0
			for _, group := range groups.Groups {
				rules += len(group.Rules)
			}
			fmt.Printf("%s: %d rules\n", file, rules)
		}
	}
	if wrong {
		os.Exit(1)
	}
}
