package dev.catchment.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * For CI systems: JUnit's XML as Ant writes it, which is the strictest of its dialects, a suite per file and a test case
 * per case. What is wrong with a file itself is an error of a case named after the file.
 */
final class CaseJUnitReport implements CaseReport {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public void print(List<CaseFileResult> files, PrintWriter out) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            newLine(xml, 0);
            xml.writeStartElement("testsuites");
            for (int i = 0; i < files.size(); i++) {
                suite(xml, i, files.get(i));
            }
            newLine(xml, 0);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text takes everything that is written", e);
        }
        out.println(text);
    }

    private static void suite(XMLStreamWriter xml, int id, CaseFileResult file) throws XMLStreamException {
        newLine(xml, 1);
        xml.writeStartElement("testsuite");
        attribute(xml, "package", "catchment");
        attribute(xml, "id", Integer.toString(id));
        attribute(xml, "name", file.file().toString());
        attribute(xml, "timestamp", SECONDS.format(file.started().truncatedTo(ChronoUnit.SECONDS)));
        attribute(xml, "hostname", "localhost");
        attribute(
                xml,
                "tests",
                Integer.toString(file.cases().size() + (file.findings().isEmpty() ? 0 : 1)));
        attribute(xml, "failures", Long.toString(file.failed()));
        attribute(xml, "errors", Long.toString(file.errors()));
        attribute(xml, "time", seconds(file.took()));
        newLine(xml, 2);
        xml.writeEmptyElement("properties");
        if (!file.findings().isEmpty()) {
            List<String> lines = file.findings().stream().map(Finding::toString).toList();
            begin(xml, file, file.file().toString(), Duration.ZERO);
            problem(xml, "error", lines.getFirst(), lines);
            end(xml);
        }
        for (CaseResult result : file.cases()) {
            begin(xml, file, result.name(), result.took());
            if (result.error() != null) {
                problem(xml, "error", firstLine(result.error()), CaseTextReport.lines(result));
            } else if (!result.passed()) {
                problem(xml, "failure", result.differences().getFirst().toString(), CaseTextReport.lines(result));
            }
            end(xml);
        }
        newLine(xml, 2);
        xml.writeEmptyElement("system-out");
        newLine(xml, 2);
        xml.writeEmptyElement("system-err");
        newLine(xml, 1);
        xml.writeEndElement();
    }

    private static void begin(XMLStreamWriter xml, CaseFileResult file, String name, Duration took)
            throws XMLStreamException {
        newLine(xml, 2);
        xml.writeStartElement("testcase");
        attribute(xml, "name", name);
        attribute(xml, "classname", file.file().toString());
        attribute(xml, "time", seconds(took));
    }

    private static void problem(XMLStreamWriter xml, String element, String message, List<String> lines)
            throws XMLStreamException {
        newLine(xml, 3);
        xml.writeStartElement(element);
        attribute(xml, "message", message);
        attribute(xml, "type", element.equals("failure") ? "Difference" : "CannotBeRun");
        xml.writeCharacters(XmlText.of(String.join("\n", lines)));
        xml.writeEndElement();
        newLine(xml, 2);
    }

    private static void end(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeEndElement();
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        // A line feed in an attribute is read back as a blank.
        xml.writeAttribute(name, XmlText.of(value.replace('\n', ' ')));
    }

    private static void newLine(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
    }
}
