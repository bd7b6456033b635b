package dev.catchment.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * User and password of a nats-server on this machine, each in a file. The loopback interface alone does not suffice:
 * every user of the machine reaches it, and the log holds personal data.
 */
record NatsLogin(Path userFile, Path passwordFile) {
    private static final String USER = "catchment";

    /** The login of this folder, made up at first use and kept from then on. */
    static NatsLogin inFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        NatsLogin login = new NatsLogin(folder.resolve("nats.user"), folder.resolve("nats.password"));
        if (!Files.exists(login.passwordFile)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            PrivateFile.write(login.userFile, USER);
            PrivateFile.write(login.passwordFile, HexFormat.of().formatHex(random));
        }
        return login;
    }

    /** The server's side of it. */
    String configuration() throws IOException {
        return "authorization { user: \"%s\", password: \"%s\" }\n"
                .formatted(
                        Files.readString(userFile).strip(),
                        Files.readString(passwordFile).strip());
    }
}
