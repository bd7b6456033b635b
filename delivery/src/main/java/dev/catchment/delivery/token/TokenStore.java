package dev.catchment.delivery.token;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.Sealer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Keeps access tokens in the {@code state} bucket, sealed; every write is a compare-and-set. */
public final class TokenStore {
    private static final int WRONG_REVISION = 10071;

    private final KeyValue bucket;
    private final Sealer sealer;

    /** @param sealer under the workspace's key */
    public TokenStore(Connection connection, Subjects names, Sealer sealer) throws IOException {
        this.bucket = connection.keyValue(names.stateBucket());
        this.sealer = sealer;
    }

    /** @param token null: there is none, or one that cannot be opened with this workspace key */
    record Found(@Nullable StoredToken token, long revision) {}

    Found read(String destination) throws IOException, JetStreamApiException {
        String key = Subjects.tokenKey(destination);
        KeyValueEntry entry = bucket.get(key);
        if (entry == null) {
            return new Found(null, 0);
        }
        try {
            byte[] plain = sealer.open(entry.getValue(), key);
            return new Found(ContractJson.DOCUMENTS.readValue(plain, StoredToken.class), entry.getRevision());
        } catch (GeneralSecurityException e) {
            return new Found(null, entry.getRevision());
        }
    }

    /** @return its revision; 0 if another one was written meanwhile */
    long write(String destination, StoredToken token, long revision) throws IOException, JetStreamApiException {
        String key = Subjects.tokenKey(destination);
        byte[] sealed = sealer.seal(ContractJson.DOCUMENTS.writeValueAsBytes(token), key);
        try {
            return revision == 0 ? bucket.create(key, sealed) : bucket.update(key, sealed, revision);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == WRONG_REVISION) {
                return 0;
            }
            throw e;
        }
    }
}
