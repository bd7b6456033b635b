package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.pipeline.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a request. */
sealed interface Body {
    byte[] NONE = new byte[0];

    /** Value of Content-Type; null: no body. */
    @Nullable String contentType();

    byte[] render(Scope scope) throws ConditionException;

    static Body read(SpecReader spec) throws MappingException {
        if (spec.isAbsent()) {
            return new None();
        }
        spec.only("json", "form", "text");
        if (spec.node().size() != 1) {
            throw spec.problem("must have exactly one of json, form and text");
        }
        SpecReader json = spec.at("json");
        if (!json.isAbsent()) {
            return new Json(compile(json));
        }
        SpecReader form = spec.at("form");
        if (!form.isAbsent()) {
            if (!form.node().isObject()) {
                throw form.problem("must be an object");
            }
            return new Form(compile(form));
        }
        spec.requiredText("text");
        return new Text(compile(spec.at("text")));
    }

    private static Template compile(SpecReader spec) throws MappingException {
        Template template = Templates.compile(spec.where(), spec.node(), Scope.IN_REQUESTS);
        if (template.references().contains(Scope.SECRET)) {
            throw spec.problem("a secret may stand in headers and signatures only");
        }
        return template;
    }

    /** The bodies as one JSON array. */
    static byte[] array(List<byte[]> bodies) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        for (int i = 0; i < bodies.size(); i++) {
            array.write(i == 0 ? '[' : ',');
            array.writeBytes(bodies.get(i));
        }
        array.write(']');
        return array.toByteArray();
    }

    /** No body. */
    record None() implements Body {
        @Override
        public @Nullable String contentType() {
            return null;
        }

        @Override
        public byte[] render(Scope scope) {
            return NONE;
        }
    }

    /** A missing value is sent as null: a body of nothing is no JSON. */
    record Json(Template template) implements Body {
        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public byte[] render(Scope scope) throws ConditionException {
            JsonNode value = template.render(scope);
            if (value == null) {
                return "null".getBytes(StandardCharsets.UTF_8);
            }
            Event event = scope.event();
            return event != null && isWhole(event, value) ? event.utf8() : JsonText.utf8(value);
        }
    }

    /** Whether the value is the event itself, which is sent to many as the same bytes. */
    @SuppressWarnings("ReferenceEquality") // an equal tree would be written again: no harm
    private static boolean isWhole(Event event, JsonNode value) {
        return event.json() == value;
    }

    /** Pairs of an HTML form. Lists repeat their name; null and missing values are left out. */
    record Form(Template template) implements Body {
        @Override
        public String contentType() {
            return "application/x-www-form-urlencoded";
        }

        @Override
        public byte[] render(Scope scope) throws ConditionException {
            StringBuilder form = new StringBuilder();
            if (template.render(scope) instanceof ObjectNode pairs) {
                for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
                    Iterable<JsonNode> values = pair.getValue().isArray() ? pair.getValue() : Set.of(pair.getValue());
                    values.forEach(value -> append(form, pair.getKey(), value));
                }
            }
            return form.toString().getBytes(StandardCharsets.UTF_8);
        }

        private static void append(StringBuilder form, String name, JsonNode value) {
            if (!value.isNull()) {
                form.append(form.isEmpty() ? "" : "&")
                        .append(UrlText.encode(name))
                        .append('=')
                        .append(UrlText.encode(JsonText.plain(value)));
            }
        }
    }

    /** Sent as it is. */
    record Text(Template template) implements Body {
        @Override
        public String contentType() {
            return "text/plain; charset=utf-8";
        }

        @Override
        public byte[] render(Scope scope) throws ConditionException {
            JsonNode value = template.render(scope);
            return value == null ? NONE : JsonText.plain(value).getBytes(StandardCharsets.UTF_8);
        }
    }
}
