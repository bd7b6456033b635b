package dev.catchment.api.crd;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.api.v1alpha1.Workspace;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the CustomResourceDefinitions: {@code CrdGeneration FOLDER SUFFIX} gives FOLDER/&lt;plural&gt;.&lt;group&gt;SUFFIX.
 * The Maven plugin of the generator is not used because it sorts printer columns by path (Age first) and knows no
 * post-processing.
 */
public final class CrdGeneration {

    /** Every kind, in the order a user meets them. */
    public static final List<Class<? extends HasMetadata>> KINDS =
            List.of(Workspace.class, Source.class, Destination.class, Filter.class, DestinationType.class);

    private static final String VERSION_SUFFIX = "-v1";

    private CrdGeneration() {}

    /** Writes every CRD into the folder args[0], each name ending in args[1]. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("usage: CrdGeneration FOLDER SUFFIX");
        }
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (var crd : generate().entrySet()) {
            Files.writeString(folder.resolve(crd.getKey() + args[1]), crd.getValue());
        }
    }

    /** CRD name (plural.group) to its YAML. */
    public static Map<String, String> generate() {
        Map<String, ByteArrayOutputStream> files = new TreeMap<>();
        new CRDGenerator()
                .customResourceClasses(KINDS)
                .withPostProcessor(new RootSchema())
                .withOutput(new CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream>() {
                    @Override
                    protected ByteArrayOutputStream createStreamFor(String name) {
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        files.put(name, out);
                        return out;
                    }
                })
                .generate();
        Map<String, String> crds = new TreeMap<>();
        files.forEach((name, out) -> crds.put(
                name.substring(0, name.length() - VERSION_SUFFIX.length()), out.toString(StandardCharsets.UTF_8)));
        return crds;
    }

    /** The column names of a kind in the order in which its class declares them. */
    static List<String> columnsOf(String kind) {
        for (Class<? extends HasMetadata> type : KINDS) {
            if (type.getSimpleName().equals(kind)) {
                return new ArrayList<>(Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                        .map(AdditionalPrinterColumn::name)
                        .toList());
            }
        }
        throw new IllegalArgumentException("not one of our kinds: " + kind);
    }
}
