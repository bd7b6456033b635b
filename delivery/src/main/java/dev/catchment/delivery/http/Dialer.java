package dev.catchment.delivery.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens connections, only to addresses that the guard allows: what was checked is what is dialled. */
final class Dialer {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final EgressGuard guard;
    private final SSLSocketFactory tls;

    Dialer(EgressGuard guard, SSLSocketFactory tls) {
        this.guard = guard;
        this.tls = tls;
    }

    /** @throws EgressRefusedException if no address or not the port may be dialled */
    Socket dial(Origin origin) throws IOException {
        guard.checkPort(origin.port());
        InetAddress address = guard.choose(origin.host(), InetAddress.getAllByName(origin.bareHost()));
        Socket socket = new Socket();
        boolean connected = false;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, origin.port()), (int) CONNECT.toMillis());
            Socket ready = origin.tls() ? secure(socket, origin) : socket;
            connected = true;
            return ready;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private SSLSocket secure(Socket plain, Origin origin) throws IOException {
        plain.setSoTimeout((int) CONNECT.toMillis());
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, origin.bareHost(), origin.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (isName(origin.bareHost())) {
            parameters.setServerNames(List.of(new SNIHostName(origin.bareHost())));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        plain.setSoTimeout(0);
        return socket;
    }

    /** An address literal is no server name. */
    private static boolean isName(String host) {
        return host.indexOf(':') < 0 && !host.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }
}
