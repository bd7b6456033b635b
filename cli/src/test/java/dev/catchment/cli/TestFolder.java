package dev.catchment.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resources for tests, one file each. */
final class TestFolder {
    static final String WORKSPACE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Workspace
            metadata: {name: acme}
            spec: {egress: {allowCIDRs: [127.0.0.0/8]}}
            """;

    static final String SOURCE = """
            apiVersion: catchment.dev/v1alpha1
            kind: Source
            metadata: {name: backend}
            spec:
              workspaceRef: {name: acme}
              type: server
            """;

    static final String DESTINATION = """
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm}
            spec:
              workspaceRef: {name: acme}
              type: webhook
              sourceSelector: {}
              config: {url: "https://crm.example/hook"}
              secretRef: {name: crm}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: crm}
            stringData: {sharedSecret: very-secret-indeed}
            """;

    /** A type of the user's own that works in the browser too, and Destination {@code crm} of it in device mode. */
    static final String PIXEL = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: pixel}
            spec:
              version: "1"
              title: Pixel
              integrationNames: [Pixel]
              modes: [cloud, device]
              actions:
                send: {description: Sends., requests: [{url: "https://pixel.example/", body: {json: "${event}"}}]}
              presets: [{name: all, when: {cel: "true"}, action: send}]
              docs: Sends from either side.
            ---
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm}
            spec:
              workspaceRef: {name: acme}
              type: pixel
              sourceSelector: {}
              connectionMode: device
            """;

    static final String FILTER = """
            apiVersion: catchment.dev/v1alpha1
            kind: Filter
            metadata: {name: no-heartbeats}
            spec:
              workspaceRef: {name: acme}
              sourceSelector: {}
              destinationSelector: {}
              when: {cel: "event.type == 'track' && event.event == 'Heartbeat'"}
              drop: {}
            """;

    private TestFolder() {}

    /** Writes them as 0.yaml, 1.yaml, … */
    static Path write(Path folder, String... resources) throws IOException {
        for (int i = 0; i < resources.length; i++) {
            Files.writeString(folder.resolve(i + ".yaml"), resources[i]);
        }
        return folder;
    }
}
