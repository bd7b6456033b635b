package dev.catchment.api.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns a YAML file into JSON documents, keeping the line of every value. Bounded against documents that explode. */
final class YamlFile {

    private static final int MAX_VALUES = 200_000;
    private static final int MAX_DEPTH = 100;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Path file;
    private final List<FileFinding> findings;
    private Map<String, Integer> lines = new HashMap<>();
    private int values;

    private YamlFile(Path file, List<FileFinding> findings) {
        this.file = file;
        this.findings = findings;
    }

    /** The documents of a file up to the first that cannot be read; what is wrong is added to the findings. */
    static List<YamlDocument> parse(Path file, String text, List<FileFinding> findings) {
        return new YamlFile(file, findings).parse(text);
    }

    private List<YamlDocument> parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        List<YamlDocument> documents = new ArrayList<>();
        try {
            for (Node node : new Compose(settings).composeAllFromString(text)) {
                lines = new HashMap<>();
                values = 0;
                JsonNode json = convert(node, "", 0);
                if (json instanceof ObjectNode object) {
                    documents.add(new YamlDocument(file, line(node), object, Map.copyOf(lines)));
                } else if (!json.isNull()) {
                    add(line(node), "", "a document must be an object with apiVersion, kind and metadata");
                }
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            add(line, "", "is not YAML: " + e.getProblem());
        } catch (TooLarge e) {
            add(e.line, "", "the document has more than " + MAX_VALUES + " values or is nested too deeply");
        } catch (YamlEngineException e) {
            add(1, "", "is not YAML: " + e.getMessage());
        }
        return documents;
    }

    private JsonNode convert(Node node, String path, int depth) {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            throw new TooLarge(line(node));
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, path, depth);
            case SequenceNode sequence -> {
                var array = JSON.arrayNode();
                for (Node item : sequence.getValue()) {
                    String where = path + "[" + array.size() + "]";
                    lines.put(where, line(item));
                    array.add(convert(item, where, depth + 1));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> JSON.nullNode();
        };
    }

    private ObjectNode mapping(MappingNode mapping, String path, int depth) {
        ObjectNode object = JSON.objectNode();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                add(line(tuple.getKeyNode()), path, "a key must be a text");
                continue;
            }
            String where = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (object.has(key.getValue())) {
                add(line(key), where, "is there twice");
            }
            lines.put(where, line(key));
            object.set(key.getValue(), convert(tuple.getValueNode(), where, depth + 1));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        try {
            if (scalar.getTag().equals(Tag.NULL)) {
                return JSON.nullNode();
            } else if (scalar.getTag().equals(Tag.BOOL)) {
                return JSON.booleanNode(Boolean.parseBoolean(text));
            } else if (scalar.getTag().equals(Tag.INT)) {
                return integer(text);
            } else if (scalar.getTag().equals(Tag.FLOAT)) {
                return JSON.numberNode(new BigDecimal(text).doubleValue());
            }
        } catch (NumberFormatException e) {
            // .inf and .nan have no place in JSON
            return JSON.textNode(text);
        }
        return JSON.textNode(text);
    }

    private static JsonNode integer(String text) {
        BigInteger number = text.startsWith("0x")
                ? new BigInteger(text.substring(2), 16)
                : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
        return number.bitLength() < 64 ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private void add(int line, String path, String message) {
        findings.add(new FileFinding(new Place(file, line), path, message));
    }

    private static final class TooLarge extends RuntimeException {
        private final int line;

        private TooLarge(int line) {
            super("too large", null, false, false);
            this.line = line;
        }
    }
}
