package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The cases of a {@code *.test.yaml}, or of a resource's {@code spec.tests}.
 *
 * @param cases none if there are problems
 * @param problems what is wrong with the file or the list itself
 */
public record CaseFile(List<TestCase> cases, List<CaseProblem> problems) {
    public CaseFile {
        cases = List.copyOf(cases);
        problems = List.copyOf(problems);
    }

    /** Checks all of it before any case is run. */
    public static CaseFile of(JsonNode file) {
        return of("cases", file.path("cases"), CaseShape.check(file));
    }

    /** Those of a Destination's {@code spec.tests}; paths begin with an index. */
    public static CaseFile ofDestination(JsonNode tests) {
        return of("", tests, CaseShape.checkDestinationTests(tests));
    }

    /**
     * Those of a Filter's {@code spec.tests}; paths begin with an index.
     *
     * @param changesFields whether the filter takes fields out of events
     */
    public static CaseFile ofFilter(JsonNode tests, boolean changesFields) {
        return of("", tests, CaseShape.checkFilterTests(tests, changesFields));
    }

    private static CaseFile of(String path, JsonNode list, List<CaseProblem> problems) {
        List<TestCase> cases = new ArrayList<>();
        if (problems.isEmpty()) {
            for (JsonNode each : list) {
                cases.add(new TestCase(path + "[" + cases.size() + "]", each));
            }
        }
        return new CaseFile(cases, problems);
    }
}
