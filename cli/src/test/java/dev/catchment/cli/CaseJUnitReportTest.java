package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.file.Place;
import dev.catchment.pipeline.Difference;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CaseJUnitReportTest {
    private static final Path FILE = Path.of("hub", "crm.test.yaml");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    private Path folder;

    @Test
    void casesThatPassFailOrCannotBeRunAreCounted() throws Exception {
        // Given
        CaseFileResult file = new CaseFileResult(
                FILE,
                List.of(),
                List.of(
                        result("passes", List.of(), null),
                        result("fails", List.of(new Difference("expect[0].outcome", "send", "held")), null),
                        result("has no type", List.of(), "there is no type\nnor a Destination")),
                START);
        CaseFileResult broken = new CaseFileResult(
                Path.of("z.test.yaml"),
                List.of(new Finding("z.test.yaml", 3, 5, Finding.Severity.ERROR, "", "cases", "InvalidSpec", "is odd")),
                List.of(),
                START);

        // When
        Document report = parsed(print(List.of(file, broken)));

        // Then
        Element suite = (Element) report.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("time")).isEqualTo("0.036");
        assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-01-02T03:04:05");
        Element failure = (Element) report.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("expect[0].outcome: expected send, got held");
        assertThat(failure.getTextContent()).isEqualTo("expect[0].outcome\n  expected  send\n  actual    held");
        Element error = (Element) report.getElementsByTagName("error").item(1);
        assertThat(error.getTextContent()).isEqualTo("z.test.yaml:3:5: error: cases: is odd (InvalidSpec)");
    }

    /** What a tool is sent may hold anything, and so may the names that people give. */
    @Test
    void whatXmlCannotHoldIsShownAndTheRestComesBackAsItWas() throws Exception {
        // Given
        String odd = "<&>\"' ]]> \u0000\u001b[31m\uD800 \uFFFE \u0085 emoji 😀 tab\t";
        CaseFileResult file = new CaseFileResult(
                FILE, List.of(), List.of(result(odd, List.of(new Difference("a", odd, odd)), null)), START);

        // When
        Document report = parsed(print(List.of(file)));

        // Then
        String shown = "<&>\"' ]]> \\u0000\\u001b[31m\\ud800 \\ufffe \u0085 emoji 😀 tab\t";
        Element failure = (Element) report.getElementsByTagName("failure").item(0);
        assertThat(failure.getTextContent()).isEqualTo("a\n  expected  " + shown + "\n  actual    " + shown);
        assertThat(((Element) report.getElementsByTagName("testcase").item(0)).getAttribute("name"))
                .isEqualTo(shown.replace('\t', ' '));
    }

    @Test
    void theCommandWritesIt() throws Exception {
        // Given
        Files.writeString(folder.resolve("webhook.test.yaml"), """
                cases:
                  - name: no URL
                    events: [{type: page, messageId: m}]
                    expect: [{outcome: held}]
                """);

        // When
        Cli test = Cli.run("test", folder, "-o", "junit");

        // Then
        assertThat(test.status()).isEqualTo(1);
        Document report = parsed(test.out());
        assertThat(report.getElementsByTagName("testcase").getLength()).isEqualTo(1);
    }

    private static CaseResult result(String name, List<Difference> differences, String error) {
        return new CaseResult(new Place(FILE, 2, 5), name, differences, error, Duration.ofMillis(12));
    }

    private static String print(List<CaseFileResult> files) {
        StringWriter out = new StringWriter();
        new CaseJUnitReport().print(files, new PrintWriter(out, true));
        return out.toString();
    }

    /** Parsed, after it was found to be valid. */
    private static Document parsed(String xml) throws Exception {
        URL schema = Objects.requireNonNull(CaseJUnitReportTest.class.getResource("junit.xsd"));
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(schema)
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
