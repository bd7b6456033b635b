package dev.catchment.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.PrivateFile;
import dev.catchment.compile.EgressMaximum;
import dev.catchment.compile.Installation;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.HubId;
import dev.catchment.contract.plan.DeliverySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much a hub on this machine may store where its Workspace does not say: fitted to the disk that is free at the
 * first run and kept from then on, because what is stored makes less of it free.
 */
record StorageSizes(long logBytes, long archiveBytes) {
    /** Of each plan bucket: a folder of files needs far less than a cluster of 10,000 destinations. */
    static final long PLAN_BYTES = 64L << 20;

    private static final String FILE = "sizes.json";
    private static final double SHARE = 0.8;
    /** Beside the log lie retries, dead letters and the duplicate index, a quarter of its size each. */
    private static final double LOG_AND_WHAT_FOLLOWS = 1.75;

    static StorageSizes of(Path dataFolder) throws IOException {
        Path file = dataFolder.resolve(FILE);
        if (Files.exists(file)) {
            try {
                return ContractJson.DOCUMENTS.readValue(file.toFile(), StorageSizes.class);
            } catch (JsonProcessingException e) {
                throw new IOException(file + " cannot be read: " + e.getOriginalMessage(), e);
            }
        }
        StorageSizes fitted = fitted(Files.getFileStore(dataFolder).getUsableSpace());
        PrivateFile.write(file, ContractJson.DOCUMENTS.writeValueAsBytes(fitted));
        return fitted;
    }

    /** The standard sizes, or proportionally less, so that all streams together take at most 80 % of what is free. */
    static StorageSizes fitted(long freeBytes) {
        Installation standard = Installation.standard();
        double wanted = standard.logMaxBytes() * LOG_AND_WHAT_FOLLOWS + standard.archiveMaxBytes();
        double share = Math.min(1, (freeBytes * SHARE - buckets()) / wanted);
        if (share <= 0) {
            return new StorageSizes(PLAN_BYTES, PLAN_BYTES);
        }
        return new StorageSizes((long) (standard.logMaxBytes() * share), (long) (standard.archiveMaxBytes() * share));
    }

    private static double buckets() {
        return PLAN_BYTES * 4.5;
    }

    Installation installation() {
        return new Installation(logBytes, archiveBytes, EgressMaximum.NONE);
    }

    /** What the streams of a hub must be, from its compiled settings. */
    static HubSpec spec(HubId hub, DeliverySettings settings, int replicas) {
        return new HubSpec(
                hub,
                settings.partitions(),
                replicas,
                settings.logMaxBytes() * settings.partitions(),
                settings.archive().maxBytes(),
                PLAN_BYTES);
    }
}
