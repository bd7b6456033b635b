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
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns a YAML file into JSON documents, keeping the place of every value. Bounded against documents that explode. */
public final class YamlFile {

    private static final int MAX_VALUES = 200_000;
    private static final int MAX_DEPTH = 100;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Path file;
    private final String content;
    private final int[] codePoints;
    private final List<FileFinding> findings;
    private Map<String, Place> places = new HashMap<>();
    private Map<String, WrittenText> texts = new HashMap<>();
    private int values;

    private YamlFile(Path file, String content, List<FileFinding> findings) {
        this.file = file;
        this.content = content;
        this.codePoints = content.codePoints().toArray();
        this.findings = findings;
    }

    /** The documents of a file up to the first that cannot be read; what is wrong is added to the findings. */
    public static List<YamlDocument> parse(Path file, String text, List<FileFinding> findings) {
        return new YamlFile(file, text, findings).parse();
    }

    private List<YamlDocument> parse() {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        List<YamlDocument> documents = new ArrayList<>();
        try {
            for (Node node : new Compose(settings).composeAllFromString(content)) {
                places = new HashMap<>();
                texts = new HashMap<>();
                values = 0;
                JsonNode json = convert(node, "", 0);
                if (json instanceof ObjectNode object) {
                    documents.add(new YamlDocument(place(node), object, Map.copyOf(places), Map.copyOf(texts)));
                } else if (!json.isNull()) {
                    add(place(node), "", "a document must be an object, that is, lines of the form `name: value`");
                }
            }
        } catch (MarkedYamlEngineException e) {
            add(place(e.getProblemMark()), "", "is not YAML: " + e.getProblem());
        } catch (TooLarge e) {
            add(e.place, "", "the document has more than " + MAX_VALUES + " values or is nested too deeply");
        } catch (YamlEngineException e) {
            add(new Place(file, 1, 1), "", "is not YAML: " + e.getMessage());
        }
        return documents;
    }

    private JsonNode convert(Node node, String path, int depth) {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            throw new TooLarge(place(node));
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, path, depth);
            case SequenceNode sequence -> {
                var array = JSON.arrayNode();
                for (Node item : sequence.getValue()) {
                    String where = path + "[" + array.size() + "]";
                    places.put(where, place(item));
                    array.add(convert(item, where, depth + 1));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar, path);
            default -> JSON.nullNode();
        };
    }

    private ObjectNode mapping(MappingNode mapping, String path, int depth) {
        ObjectNode object = JSON.objectNode();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                add(place(tuple.getKeyNode()), path, "a key must be a text");
                continue;
            }
            String where = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (object.has(key.getValue())) {
                add(place(key), where, "is there twice");
            }
            places.put(where, place(key));
            object.set(key.getValue(), convert(tuple.getValueNode(), where, depth + 1));
        }
        return object;
    }

    private JsonNode scalar(ScalarNode scalar, String path) {
        String text = scalar.getValue();
        try {
            if (scalar.getTag().equals(Tag.NULL)) {
                return JSON.nullNode();
            } else if (scalar.getTag().equals(Tag.BOOL)) {
                return JSON.booleanNode(Boolean.parseBoolean(text));
            } else if (scalar.getTag().equals(Tag.INT)) {
                return integer(text);
            } else if (scalar.getTag().equals(Tag.FLOAT)) {
                return decimal(new BigDecimal(text));
            }
        } catch (NumberFormatException e) {
            // .inf and .nan have no place in JSON
        }
        scalar.getStartMark().ifPresent(start -> scalar.getEndMark()
                .ifPresent(end -> texts.put(
                        path,
                        new WrittenText(
                                codePoints,
                                place(scalar),
                                start.getIndex(),
                                end.getIndex(),
                                scalar.getScalarStyle(),
                                text))));
        return JSON.textNode(text);
    }

    /** A double where it says the same: JSON that went through a cluster has nothing else. */
    private static JsonNode decimal(BigDecimal number) {
        double rounded = number.doubleValue();
        return Double.isFinite(rounded) && BigDecimal.valueOf(rounded).compareTo(number) == 0
                ? JSON.numberNode(rounded)
                : JSON.numberNode(number);
    }

    private static JsonNode integer(String text) {
        BigInteger number = text.startsWith("0x")
                ? new BigInteger(text.substring(2), 16)
                : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
        return number.bitLength() < 64 ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
    }

    private Place place(Node node) {
        return place(node.getStartMark());
    }

    private Place place(Optional<Mark> mark) {
        return new Place(
                file,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
    }

    private void add(Place place, String path, String message) {
        findings.add(new FileFinding(place, path, message));
    }

    private static final class TooLarge extends RuntimeException {
        private final transient Place place;

        private TooLarge(Place place) {
            super("too large", null, false, false);
            this.place = place;
        }
    }
}
