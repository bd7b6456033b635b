package dev.catchment.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of resources for a test: one source with a known write key, one webhook destination, what a test adds. */
record HubFolder(Path path) {
    static final String WRITE_KEY = "e2e-write-key";
    static final String DESTINATION = "hook";

    /**
     * @param type of the destination
     * @param url of the webhook
     * @param destination more lines of the destination's spec, such as its delivery; may be empty
     */
    static HubFolder write(Path folder, String type, String url, String destination) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("hub.yaml"), """
                apiVersion: catchment.dev/v1alpha1
                kind: Workspace
                metadata: {name: e2e}
                spec:
                  log: {maxBytes: 2Gi}
                  archive: {maxBytes: 4Gi, rollEvery: 2s}
                  egress: {allowCIDRs: [127.0.0.0/8]}
                ---
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata: {name: backend}
                spec:
                  workspaceRef: {name: e2e}
                  type: server
                  writeKeys: [{secretKeyRef: {name: backend, key: writeKey}}]
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: backend}
                stringData: {writeKey: %s}
                ---
                apiVersion: catchment.dev/v1alpha1
                kind: Destination
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: e2e}
                  type: %s
                  sourceSelector: {}
                  config: {url: "%s"}
                """.formatted(WRITE_KEY, DESTINATION, type, url) + destination.indent(2));
        return new HubFolder(folder);
    }

    HubFolder with(String file, String yaml) throws IOException {
        Files.writeString(path.resolve(file), yaml);
        return this;
    }
}
