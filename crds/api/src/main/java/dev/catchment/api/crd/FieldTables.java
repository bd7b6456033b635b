package dev.catchment.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a schema as Markdown tables, one for each object. An object of a few plain fields has no table of its
 * own: they stand in that of the object around it. One that occurs again refers to its first table.
 */
final class FieldTables {
    private static final int FEW = 3;

    /** Objects that have a table, by their schema, to the anchor and title of it. */
    private final Map<JsonNode, Table> written = new HashMap<>();

    private record Table(String anchor, String title) {}

    /** An object whose table is still to be written. */
    private record Pending(String path, JsonNode schema) {}

    /** @param path of the object, such as {@code spec.log} */
    void write(String kind, String path, JsonNode schema, StringBuilder out) {
        List<Pending> nested = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        out.append("| field | type | default | allowed | what it is |\n|---|---|---|---|---|\n");
        rows(kind, path, "", schema, nested, rules, out);
        if (!rules.isEmpty()) {
            out.append('\n');
            rules.forEach(rule -> out.append("- ").append(rule).append('\n'));
        }
        for (Pending each : nested) {
            out.append("\n#### <a id=\"")
                    .append(FieldWords.anchor("in." + kind + "." + each.path()))
                    .append("\"></a>");
            out.append(kind).append(" `").append(each.path()).append("`\n\n");
            write(kind, each.path(), each.schema(), out);
        }
    }

    /** @param prefix of the fields' names in this table: the object in it that has no table of its own */
    private void rows(
            String kind,
            String path,
            String prefix,
            JsonNode schema,
            List<Pending> nested,
            List<String> rules,
            StringBuilder out) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (var property : schema.path("properties").properties()) {
            String at = path + "." + property.getKey();
            JsonNode field = property.getValue();
            JsonNode object = object(field);
            String inner = prefix + property.getKey() + brackets(field);
            out.append("| <a id=\"").append(FieldWords.anchor(kind + "." + at)).append("\"></a>`");
            out.append(prefix).append(property.getKey()).append('`');
            out.append(required.contains(property.getKey()) ? " **required**" : "");
            out.append(FieldWords.immutable(schema, property.getKey()) ? " **immutable**" : "");
            out.append(" | ").append(FieldWords.type(field, link(kind, at + brackets(field), object, nested)));
            out.append(" | ").append(FieldWords.defaultOf(field));
            out.append(" | ").append(FieldWords.allowed(field));
            out.append(" | ")
                    .append(FieldWords.prose(field.path("description").asText()))
                    .append(" |\n");
            if (few(object)) {
                rows(kind, at, inner + ".", object, nested, rules, out);
            }
        }
        schema.path("x-kubernetes-validations").forEach(rule -> rules.add(FieldWords.sentence(prefix, rule)));
    }

    /** Where an object's table is, which is then written if it is not there yet; empty: it has none. */
    private String link(String kind, String path, JsonNode object, List<Pending> nested) {
        if (object.path("properties").isEmpty() || few(object)) {
            return "";
        }
        Table known = written.get(shape(object));
        if (known != null) {
            return "object [as " + known.title() + "](#" + known.anchor() + ")";
        }
        Table made = new Table(FieldWords.anchor("in." + kind + "." + path), kind + " `" + path + "`");
        written.put(shape(object), made);
        nested.add(new Pending(path, object));
        return "[object](#" + made.anchor() + ")";
    }

    /** The object that a field is, or that the items of its list or the values of its map are. */
    private static JsonNode object(JsonNode field) {
        if (field.has("items")) {
            return object(field.get("items"));
        }
        return field.has("additionalProperties") ? object(field.get("additionalProperties")) : field;
    }

    private static String brackets(JsonNode field) {
        if (field.has("items")) {
            return "[]" + brackets(field.get("items"));
        }
        return field.has("additionalProperties") ? "{}" + brackets(field.get("additionalProperties")) : "";
    }

    private static boolean few(JsonNode object) {
        JsonNode properties = object.path("properties");
        if (properties.isEmpty() || properties.size() > FEW) {
            return false;
        }
        for (JsonNode each : properties) {
            if (!object(each).path("properties").isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode shape(JsonNode object) {
        ObjectNode shape = object.deepCopy();
        shape.remove(List.of("description", "default"));
        return shape;
    }
}
