package dev.catchment.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.contract.ContractJson;
import java.io.PrintWriter;
import java.util.List;

/**
 * For programs, one object: {@code {"passed","failed","errors","cases":[{"file","line","column","name","status" (passed,
 * failed, error),"seconds","error","differences":[{"path","expected","actual"}]}],"findings":[…]}}, the findings as
 * {@code lint -o json} gives them.
 */
final class CaseJsonReport implements CaseReport {

    @Override
    public void print(List<CaseFileResult> files, PrintWriter out) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("passed", files.stream().mapToLong(CaseFileResult::passed).sum());
        report.put("failed", files.stream().mapToLong(CaseFileResult::failed).sum());
        report.put("errors", files.stream().mapToLong(CaseFileResult::errors).sum());
        ArrayNode cases = report.putArray("cases");
        ArrayNode findings = report.putArray("findings");
        for (CaseFileResult file : files) {
            file.cases().forEach(result -> cases.add(json(file, result)));
            file.findings().forEach(finding -> findings.add(ContractJson.EVENTS.<ObjectNode>valueToTree(finding)));
        }
        out.println(report);
    }

    private static ObjectNode json(CaseFileResult file, CaseResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("file", file.file().toString());
        json.put("line", result.place().line());
        json.put("column", result.place().column());
        json.put("name", result.name());
        json.put("status", result.status());
        json.put("seconds", result.took().toNanos() / 1e9);
        if (result.error() != null) {
            json.put("error", result.error());
        }
        ArrayNode differences = json.putArray("differences");
        result.differences().forEach(difference -> differences
                .addObject()
                .put("path", difference.path())
                .put("expected", difference.expected())
                .put("actual", difference.actual()));
        return json;
    }
}
