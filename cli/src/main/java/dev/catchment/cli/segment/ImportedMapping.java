package dev.catchment.cli.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.api.v1alpha1.Action;
import dev.catchment.api.v1alpha1.ActionField;
import dev.catchment.cli.segment.CelWriter.Inexpressible;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A subscription as a mapping of a Destination. */
final class ImportedMapping {
    private static final String ROOT = "__segment_internal_directive";
    private static final int MAX_CEL = 10_000;
    private static final int MAX_CONDITION = 4_096;
    /** How Segment gathers events into requests; {@link ImportedBatching} deals with it. */
    private static final Set<String> BATCHING = Set.of("enable_batching", "batch_size", "batch_bytes", "batch_keys");
    /** Segment's names for what a type may have as a field, and the field's possible names. */
    private static final Map<String, List<String>> INTERNAL = Map.of(
            "__segment_internal_sync_mode", List.of("syncMode", "operation"),
            "__segment_internal_matching_key", List.of("matchingKey"));

    private final Subscription subscription;
    private final @Nullable Action action;
    private final ImportedSettings settings;
    private final Report report;

    /** @param action null if it is not known */
    ImportedMapping(Subscription subscription, @Nullable Action action, ImportedSettings settings, Report report) {
        this.subscription = subscription;
        this.action = action;
        this.settings = settings;
        this.report = report;
    }

    ObjectNode write(String name) {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        mapping.put("name", name);
        mapping.put("action", subscription.action());
        mapping.putObject("when").put("cel", when());
        ObjectNode fields = fields();
        if (!fields.isEmpty()) {
            mapping.set("fields", fields);
        }
        return mapping;
    }

    private String when() {
        String where = JsonPath.member(subscription.where(), "subscribe");
        if (subscription.subscribe() == null || subscription.subscribe().isBlank()) {
            report.add(
                    where,
                    "there is no trigger, so that Segment runs the action for no event",
                    "write the mapping's when, or remove the mapping");
            return "false";
        }
        String cel;
        try {
            cel = TriggerCel.of(TriggerParser.parse(subscription.subscribe()));
        } catch (TriggerException e) {
            report.add(
                    where,
                    "Segment cannot read the trigger, so that it runs the action for no event (" + e.getMessage() + ")",
                    "write the mapping's when");
            return "false";
        }
        if (cel.length() > MAX_CONDITION - 20) {
            report.add(
                    where,
                    "the condition takes " + cel.length() + " characters; a mapping's when takes " + MAX_CONDITION,
                    "write a shorter one, or split the mapping");
            return "false";
        }
        if (!subscription.enabled()) {
            report.note(
                    JsonPath.member(subscription.where(), "enabled"), "the mapping is there, but runs for no event");
            return "false && (" + cel + ")";
        }
        return cel;
    }

    private ObjectNode fields() {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        String where = JsonPath.member(subscription.where(), "mapping");
        ObjectNode mapping = subscription.mapping();
        DirectiveReader reader;
        try {
            reader = reader(where, mapping.path(ROOT));
        } catch (Untranslatable e) {
            report.add(e.reason());
            return fields;
        }
        for (Map.Entry<String, JsonNode> field : mapping.properties()) {
            if (!field.getKey().equals(ROOT)) {
                add(fields, reader, JsonPath.member(where, field.getKey()), field.getKey(), field.getValue());
            }
        }
        if (action != null) {
            action.fields().forEach((name, field) -> addNothing(fields, where, name, field));
        }
        return fields;
    }

    /** A root directive is a transformation whose second half are all the fields. */
    private static DirectiveReader reader(String where, JsonNode root) throws Untranslatable {
        DirectiveReader reader = new DirectiveReader(Payload.EVENT);
        if (root.isMissingNode()) {
            return reader;
        }
        String at = JsonPath.member(where, ROOT);
        JsonNode transform = root.path("@transform");
        if (root.size() != 1 || !transform.path("apply").isObject()) {
            throw new Untranslatable(
                    at, "a root directive other than @transform with apply", "write the mapping's fields by hand");
        }
        return reader.made(JsonPath.member(at, "@transform"), transform.get("apply"));
    }

    private void add(ObjectNode fields, DirectiveReader reader, String where, String given, JsonNode value) {
        String name = name(given);
        if (action != null && !action.fields().containsKey(name)) {
            reportUnknown(where, given, value);
            return;
        }
        if (action == null && (BATCHING.contains(given) || INTERNAL.containsKey(given))) {
            return;
        }
        try {
            Source source = reader.read(where, value);
            JsonNode written = TemplateWriter.field(name.equals("operation") ? operation(given, source) : source);
            if (longest(written) > MAX_CEL) {
                throw new Inexpressible("an expression of more than " + MAX_CEL + " characters");
            }
            fields.set(name, written);
        } catch (Untranslatable e) {
            report.add(e.reason());
        } catch (Inexpressible e) {
            report.add(
                    where,
                    String.valueOf(e.getMessage()),
                    "write the field in Catchment's mapping language by hand (docs/mapping.md)");
        }
    }

    private String name(String given) {
        return INTERNAL.getOrDefault(given, List.of()).stream()
                .filter(name -> action != null && action.fields().containsKey(name))
                .findFirst()
                .orElse(given);
    }

    /** What Segment calls adding where it chooses among sync modes, it calls creating where it is a field. */
    private static Source operation(String given, Source source) {
        return INTERNAL.containsKey(given) && source.equals(DirectiveReader.text("add"))
                ? DirectiveReader.text("create")
                : source;
    }

    private void reportUnknown(String where, String given, JsonNode value) {
        // Segment drops what the action does not declare, and batching is the delivery's business.
        if (BATCHING.contains(given) || value.isNull()) {
            return;
        }
        if (INTERNAL.containsKey(given)) {
            report.add(
                    where,
                    "the type's action has no field for it",
                    "see the type's documentation for how it chooses between adding and updating");
            return;
        }
        JsonNode constant = value.has("@literal") ? value.get("@literal") : value;
        if (settings.takes(where, given, constant)) {
            return;
        }
        report.add(
                where,
                "the type's action '" + subscription.action() + "' has no field '" + given + "'; it has: "
                        + String.join(
                                ", ",
                                new TreeSet<>(
                                        action == null
                                                ? Set.of()
                                                : action.fields().keySet())),
                "leave it out, or give its value to the field that takes its place");
    }

    /** Segment's defaults are suggestions of its user interface: a mapping without a field gives it no value. */
    private void addNothing(ObjectNode fields, String where, String name, ActionField field) {
        JsonNode otherwise = field.defaultValue();
        if (fields.has(name) || otherwise == null || otherwise.isNull() || BATCHING.contains(name)) {
            return;
        }
        boolean reported =
                report.notCarried().stream().anyMatch(each -> each.where().startsWith(JsonPath.member(where, name)));
        if (Boolean.TRUE.equals(field.required())) {
            if (!reported) {
                report.add(
                        JsonPath.member(where, name),
                        "the action requires the field, so that Segment refuses every event; here it has its default",
                        "give the field a value in the mapping");
            }
        } else if (!otherwise.toString().contains("fields.")) {
            // What is made of other fields is part of the action itself.
            fields.set(name, TextNode.valueOf(TemplateWriter.NO_VALUE));
        }
    }

    private static int longest(JsonNode written) {
        int longest = written.isTextual() && written.textValue().contains("${")
                ? written.textValue().length()
                : 0;
        for (JsonNode child : written) {
            longest = Math.max(longest, longest(child));
        }
        return longest;
    }
}
