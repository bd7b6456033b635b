package dev.catchment.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.broker.PrivateFile;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Write keys on this machine: what the operator generates in a cluster, kept in the data folder (0600). */
final class WriteKeys {
    /** The key in a generated Secret. */
    static final String SECRET_KEY = "writeKey";

    private static final String FILE = "write-keys.json";
    private static final int BYTES = 16;

    private WriteKeys() {}

    /** Name of the Secret of a source that names none. */
    static String secretName(String source) {
        return source + "-write-key";
    }

    /** A key for every source that names none; one that was made before stays. */
    static Map<String, Secret> generated(Path dataFolder, Collection<Source> sources) throws IOException {
        Path file = dataFolder.resolve(FILE);
        Map<String, String> keys = Files.exists(file)
                ? ContractJson.DOCUMENTS.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {})
                : new TreeMap<>();
        int before = keys.size();
        Map<String, Secret> generated = new HashMap<>();
        for (Source source : sources) {
            if (source.getSpec().writeKeys().isEmpty()) {
                String name = source.getMetadata().getName();
                generated.put(name, Secret.of(keys.computeIfAbsent(name, unused -> random())));
            }
        }
        if (keys.size() > before) {
            PrivateFile.write(file, ContractJson.DOCUMENTS.writeValueAsBytes(keys));
        }
        return generated;
    }

    /** The first key of a source that is there. */
    static Optional<Secret> of(Source source, Map<String, Map<String, Secret>> secrets) {
        if (source.getSpec().writeKeys().isEmpty()) {
            return Optional.ofNullable(
                            secrets.get(secretName(source.getMetadata().getName())))
                    .map(values -> values.get(SECRET_KEY));
        }
        return source.getSpec().writeKeys().stream()
                .flatMap(key ->
                        Optional.ofNullable(secrets.get(key.secretKeyRef().name()))
                                .map(values -> values.get(key.secretKeyRef().key()))
                                .stream())
                .findFirst();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
