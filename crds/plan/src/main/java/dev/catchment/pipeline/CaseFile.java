package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code *.test.yaml}.
 *
 * @param cases none if there are problems
 * @param problems what is wrong with the file itself
 */
public record CaseFile(List<TestCase> cases, List<CaseProblem> problems) {
    public CaseFile {
        cases = List.copyOf(cases);
        problems = List.copyOf(problems);
    }

    /** Checks all of it before any case is run. */
    public static CaseFile of(JsonNode file) {
        List<CaseProblem> problems = CaseShape.check(file);
        List<TestCase> cases = new ArrayList<>();
        if (problems.isEmpty()) {
            for (JsonNode each : file.get("cases")) {
                cases.add(new TestCase("cases[" + cases.size() + "]", each));
            }
        }
        return new CaseFile(cases, problems);
    }
}
