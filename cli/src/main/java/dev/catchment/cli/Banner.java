package dev.catchment.cli;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.SourceKind;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Secret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a run prints when it is up. */
record Banner(HubId hub, ResourceFolder folder, int httpPort, int adminPort, Path data) {

    /** @param secrets of the workspace's namespace */
    void print(PrintWriter out, Map<String, Map<String, Secret>> secrets) {
        List<Source> sources =
                own(Source.class, source -> source.getSpec().workspaceRef().name());
        List<Destination> destinations = own(
                Destination.class,
                destination -> destination.getSpec().workspaceRef().name());
        out.println("Catchment runs the workspace " + hub + " of " + folder.path());
        out.println("  ingest        http://127.0.0.1:" + httpPort);
        out.println("  admin         http://127.0.0.1:" + adminPort + "/metrics (and /readyz)");
        out.println("  sources       " + names(sources));
        out.println("  destinations  " + names(destinations));
        out.println("  data          " + data);
        out.println();
        Optional<Secret> key = sources.stream()
                .filter(source -> source.getSpec().active())
                .sorted(Comparator.comparing(source -> source.getSpec().type() != SourceKind.SERVER))
                .flatMap(source -> WriteKeys.of(source, secrets).stream())
                .findFirst();
        key.ifPresentOrElse(
                found -> out.println("Send an event:\n" + curl(found)),
                () -> out.println("There is no enabled Source with a write key yet: nothing can be sent."));
        out.println("See what is stored: bin/catchment archive cat" + dataOption() + ". Ctrl-C ends it.");
        out.flush();
    }

    private <T extends HasMetadata> List<T> own(Class<T> kind, Function<T, String> workspaceName) {
        return folder.in(hub.namespace(), kind).stream()
                .filter(resource -> workspaceName.apply(resource).equals(hub.workspace()))
                .toList();
    }

    private static String names(List<? extends HasMetadata> resources) {
        return resources.isEmpty()
                ? "none"
                : resources.stream()
                        .map(resource -> resource.getMetadata().getName())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private String dataOption() {
        return data.equals(Path.of(".catchment").toAbsolutePath()) ? "" : " --data " + data;
    }

    private String curl(Secret key) {
        return "curl -sS -u " + quoted(key.reveal() + ":") + " http://127.0.0.1:" + httpPort + "/v1/track"
                + " -d '{\"userId\":\"user-1\",\"event\":\"Order Completed\",\"properties\":{\"total\":19.99}}'";
    }

    /** As a shell reads it back. */
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_.:@/=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
