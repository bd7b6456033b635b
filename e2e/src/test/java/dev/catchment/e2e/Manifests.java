package dev.catchment.e2e;

/** Resources of the Workspace {@code acme}, as a user would write them. */
final class Manifests {
    /** Its destinations may send to this machine. */
    static final String WORKSPACE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Workspace
            metadata: {name: acme}
            spec: {egress: {allowCIDRs: [127.0.0.0/8]}}
            """;

    /** Of a Source whose key lies in the Secret {@code web-key}. */
    static final String WEB_KEY = "writeKeys: [{secretKeyRef: {name: web-key, key: writeKey}}]";

    private Manifests() {}

    /** @param more lines of the spec */
    static String source(String name, String more) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: acme}
                  type: server
                  %s
                """.formatted(name, more);
    }

    /**
     * A webhook that takes every source.
     *
     * @param more lines of the spec
     */
    static String destination(String name, String url, String more) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: acme}
                  type: webhook
                  sourceSelector: {}
                  config: {url: "%s"}
                  %s
                """.formatted(name, url, more);
    }

    /** A line of a destination's spec: its signing key lies in this Secret under {@code token}. */
    static String signedWith(String secret) {
        return "secretRef: {name: " + secret + ", keys: {sharedSecret: token}}";
    }

    /** Drops what the condition holds for. */
    static String filter(String name, String destination, String cel) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Filter
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: acme}
                  sourceSelector: {}
                  destinationRefs: [{name: %s}]
                  when: {cel: "%s"}
                  drop: {}
                """.formatted(name, destination, cel);
    }
}
