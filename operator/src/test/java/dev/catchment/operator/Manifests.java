package dev.catchment.operator;

/** Resources as a user writes them. */
final class Manifests {
    static final String WORKSPACE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Workspace
            metadata: {name: acme}
            spec: {}
            """;

    static final String SOURCE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Source
            metadata: {name: web}
            spec: {workspaceRef: {name: acme}, type: website}
            """;

    static final String FILTER = """
            apiVersion: catchment.dev/v1alpha1
            kind: Filter
            metadata: {name: no-staff}
            spec:
              workspaceRef: {name: acme}
              sourceSelector: {}
              destinationSelector: {}
              when: {cel: "event.userId == 'staff'"}
              drop: {}
            """;

    private Manifests() {}

    static String destination(String name, boolean enabled) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: acme}
                  type: webhook
                  enabled: %s
                  sourceSelector: {}
                  config: {url: "https://crm.example/hook"}
                """.formatted(name, enabled);
    }
}
