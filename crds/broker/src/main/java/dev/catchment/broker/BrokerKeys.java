package dev.catchment.broker;

import dev.catchment.contract.NatsKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where credentials for NATS are read, anew at each attempt to connect: so a changed one needs no restart. */
@FunctionalInterface
public interface BrokerKeys {

    /** Empty: there is none. */
    Optional<byte[]> read(NatsKey key) throws IOException;

    /** @param files of the keys there may be; one that does not exist now is absent */
    static BrokerKeys inFiles(Map<NatsKey, Path> files) {
        return key -> {
            Path file = files.get(key);
            try {
                return file == null ? Optional.empty() : Optional.of(Files.readAllBytes(file));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        };
    }

    /** @param data of a Secret, decoded */
    static BrokerKeys inSecret(Map<String, byte[]> data) {
        return key -> Optional.ofNullable(data.get(key.key()));
    }
}
