package dev.catchment.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** What a control plane needs on disk: the programs that {@code make test-tools} installed, and keys. */
final class ClusterBinaries {
    private ClusterBinaries() {}

    /** The folder with etcd, kube-apiserver and kube-controller-manager. */
    static Path folder() {
        String tools = required("KUBE_API_TEST_DIR");
        String version = required("KUBE_API_TEST_API_SERVER_VERSION");
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Path folder = Path.of(tools, "k8s", version + "-linux-" + processor);
        for (String name : List.of("etcd", "kube-apiserver", "kube-controller-manager")) {
            if (!Files.isExecutable(folder.resolve(name))) {
                throw new IllegalStateException(
                        "no " + name + " in " + folder + ": run the tests with `make test`, which installs it");
            }
        }
        return folder;
    }

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    name + " is not set: run the tests with `make test`, which prepares the tools");
        }
        return value;
    }

    /** A new RSA key as PEM, as kube-apiserver signs ServiceAccount tokens with. */
    static Path newKey(Path file) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return writePrivate(file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    static Path writePrivate(Path file, String content) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.writeString(file, content);
    }
}
