package dev.catchment.operator.workspace;

import dev.catchment.contract.NatsKey;
import dev.catchment.operator.Names;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The files in a plane's container: credentials, read-only, and a /tmp, because the root file system is. Pure. */
final class PlaneFiles {
    static final String NATS_FOLDER = "/etc/catchment/nats";
    static final String WORKSPACE_KEY_FILE = "/etc/catchment/workspace-key/" + Names.WORKSPACE_KEY;

    private static final String NATS = "nats-credentials";
    private static final String WORKSPACE_KEY = "workspace-key";
    private static final String TMP = "tmp";
    private static final int OWNER_AND_GROUP_READ = 0440;

    private PlaneFiles() {}

    static List<Volume> volumes(PlaneModel model) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(new VolumeBuilder()
                .withName(TMP)
                .withNewEmptyDir()
                .withSizeLimit(new Quantity("64Mi"))
                .endEmptyDir()
                .build());
        model.natsSecret().ifPresent(secret -> volumes.add(nats(secret)));
        if (model.workspaceKeyHash().isPresent()) {
            volumes.add(secret(WORKSPACE_KEY, Names.workspaceKeySecret(model.hub()), Stream.of(Names.WORKSPACE_KEY)));
        }
        return volumes;
    }

    static List<VolumeMount> mounts(PlaneModel model) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(new VolumeMountBuilder().withName(TMP).withMountPath("/tmp").build());
        if (model.natsSecret().isPresent()) {
            mounts.add(readOnly(NATS, NATS_FOLDER));
        }
        if (model.workspaceKeyHash().isPresent()) {
            mounts.add(readOnly(WORKSPACE_KEY, "/etc/catchment/workspace-key"));
        }
        return mounts;
    }

    /** Whichever of the keys there are, so that other credentials in the Secret are no other pod. */
    private static Volume nats(String secret) {
        return new VolumeBuilder(
                        secret(NATS, secret, Arrays.stream(NatsKey.values()).map(NatsKey::key)))
                .editSecret()
                .withOptional(true)
                .endSecret()
                .build();
    }

    private static Volume secret(String name, String secret, Stream<String> keys) {
        return new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(OWNER_AND_GROUP_READ)
                .withItems(keys.map(key -> new KeyToPathBuilder()
                                .withKey(key)
                                .withPath(key)
                                .build())
                        .toList())
                .endSecret()
                .build();
    }

    private static VolumeMount readOnly(String name, String path) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(true)
                .build();
    }
}
