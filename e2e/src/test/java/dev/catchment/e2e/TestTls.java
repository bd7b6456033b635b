package dev.catchment.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate of 127.0.0.1 that nobody has signed.
 *
 * @param store PKCS12 with key and certificate: what the server shows and, as its trust store, the client believes
 */
record TestTls(Path store) {
    static final String PASSWORD = "changeit";

    static TestTls create(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("tls.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Command.run(
                        folder,
                        (keytool + " -genkeypair -alias proxy -keyalg EC -dname CN=127.0.0.1 -ext SAN=ip:127.0.0.1"
                                        + " -validity 2 -storetype PKCS12 -storepass " + PASSWORD + " -keystore "
                                        + store)
                                .split(" "))
                .lines();
        return new TestTls(store);
    }

    ServerSocket listen() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
