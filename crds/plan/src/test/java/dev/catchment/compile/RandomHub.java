package dev.catchment.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A small workspace that somebody changes at random: good and bad specs, labels, Secrets, types, removals, returns. */
final class RandomHub {
    private static final List<String> TEAMS = List.of("a", "b", "c");
    private static final int NAMES = 4;

    private final Random random;
    private final Map<String, Resource> resources = new TreeMap<>();
    private int uids;

    /** @param generation as a cluster counts it: of the spec, not of labels */
    private record Resource(
            String kind, String name, String uid, int generation, int created, String labels, String body) {
        String yaml() {
            return """
                    {apiVersion: catchment.dev/v1alpha1, kind: %s,
                     metadata: {name: %s, uid: %s, generation: %d, creationTimestamp: "2026-01-01T00:00:%02dZ", labels: {%s}},
                     %s}
                    """.formatted(kind, name, uid, generation, created, labels, body);
        }
    }

    RandomHub(long seed) {
        random = new Random(seed);
        put("Workspace", "acme", "spec: {}");
        put("DestinationType", "webhook", type("1", "fine"));
        for (int i = 0; i < 12; i++) {
            change();
        }
    }

    Inputs inputs() {
        return Inputs.of(resources.values().stream().map(Resource::yaml).toArray(String[]::new))
                .shuffled(random.nextLong());
    }

    /** One thing is another now, or is gone, or is there. */
    void change() {
        String name = "n" + random.nextInt(NAMES);
        switch (random.nextInt(12)) {
            case 0, 1 -> put("Source", name, source());
            case 2, 3, 4 -> put("Destination", name, destination());
            case 5, 6 -> put("Filter", name, filter());
            case 7 -> put("Secret", pick("n0-write-key", "n1-write-key", "keys", "token"), secret());
            case 8 ->
                put(
                        "DestinationType",
                        pick("webhook", "webhook-v1", "other"),
                        type(pick("1", "2"), pick("fine", "unusable")));
            case 9 -> relabel();
            case 10 -> remove();
            default -> put("Workspace", "acme", "spec: {dedupe: {window: %s}}".formatted(pick("1h", "2h", "nonsense")));
        }
    }

    private void put(String kind, String name, String body) {
        Resource before = resources.get(kind + name);
        if (before == null) {
            uids++;
            resources.put(kind + name, new Resource(kind, name, "u" + uids, 1, random.nextInt(60), labels(), body));
        } else if (!before.body().equals(body)) {
            resources.put(
                    kind + name,
                    new Resource(
                            kind,
                            name,
                            before.uid(),
                            before.generation() + 1,
                            before.created(),
                            before.labels(),
                            body));
        }
    }

    private void relabel() {
        String key = pick(resources.keySet().toArray(String[]::new));
        Resource r = resources.get(key);
        resources.put(key, new Resource(r.kind(), r.name(), r.uid(), r.generation(), r.created(), labels(), r.body()));
    }

    private void remove() {
        String key = pick(resources.keySet().toArray(String[]::new));
        if (!key.startsWith("Workspace")) {
            resources.remove(key);
        }
    }

    private String labels() {
        return random.nextBoolean() ? "" : "team: " + pick(TEAMS.toArray(String[]::new));
    }

    private String source() {
        return "spec: {workspaceRef: {name: %s}, type: server, enabled: %s, writeKeys: [%s]}"
                .formatted(
                        pick("acme", "acme", "acme", "other"),
                        random.nextBoolean(),
                        pick(
                                "",
                                "{secretKeyRef: {name: keys, key: a}}",
                                "{secretKeyRef: {name: keys, key: b}}",
                                "{secretKeyRef: {name: keys, key: a}, notAfter: never}"));
    }

    private String destination() {
        List<String> parts = new ArrayList<>();
        parts.add("workspaceRef: {name: acme}");
        parts.add("type: " + pick("webhook", "webhook", "webhook", "other"));
        parts.add("config: {url: \"" + pick("https://a", "https://b", "ftp://c", "nonsense") + "\"}");
        parts.add(chosen("source"));
        parts.add(pick("enabled: true", "enabled: false", "suspend: true"));
        if (random.nextInt(3) == 0) {
            parts.add("typeVersion: \"" + pick("1", "2") + "\"");
        }
        if (random.nextInt(3) == 0) {
            parts.add("secretRef: {name: " + pick("token", "nothing") + "}");
        }
        if (random.nextInt(3) == 0) {
            parts.add("requiredFilterRefs: [{name: n" + random.nextInt(NAMES) + "}]");
        }
        return "spec: {" + String.join(", ", parts) + "}";
    }

    private String filter() {
        return "spec: {workspaceRef: {name: acme}, %s, %s, enabled: %s, when: {cel: \"%s\"}, %s}"
                .formatted(
                        chosen("source"),
                        chosen("destination"),
                        random.nextInt(4) > 0,
                        pick("true", "event.type == 'track'", "broken("),
                        pick("drop: {}", "sample: {percent: 10}", "dropFields: {paths: [a.b]}"));
    }

    private String chosen(String kind) {
        return kind
                + switch (random.nextInt(4)) {
                    case 0 -> "Selector: {}";
                    case 1 -> "Selector: {matchLabels: {team: " + pick("a", "b") + "}}";
                    case 2 -> "Selector: {matchExpressions: [{key: team, operator: NotIn, values: [a]}]}";
                    default -> "Refs: [{name: n" + random.nextInt(NAMES) + "}]";
                };
    }

    private String secret() {
        return "stringData: {%s: %s, sharedSecret: %s}"
                .formatted(pick("writeKey", "a", "b"), pick("one", "two", "three"), pick("long enough", "no"));
    }

    private static String type(String version, String description) {
        return """
                spec: {version: "%s", description: %s, modes: [cloud],
                  config: {properties: {
                    url: {type: string, description: Where., required: true, pattern: "[a-z]+://.*"},
                    sharedSecret: {type: string, description: Signs., secret: true, pattern: ".{4,}"}}},
                  actions: {send: {description: Sends., fields: {url: {type: string, required: true, default: "${config.url}"}},
                    requests: [{url: "${fields.url}"}]}},
                  presets: [{name: all, when: {cel: "true"}, action: send}]}""".formatted(version, description);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
