package dev.catchment.ingest;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * A connection's context as Helidon made it, except that it is read through {@link RequestBytes} and written through
 * {@link AnswerWriter}.
 */
final class GuardedContext implements ConnectionContext {
    private final ConnectionContext context;
    private final RequestBytes bytes;
    private final DataReader reader;
    private final DataWriter writer;

    GuardedContext(ConnectionContext context, ServerLimits limits) {
        this.context = context;
        this.bytes = new RequestBytes(context.serverSocket(), limits);
        this.reader = new DataReader(bytes);
        this.writer = new AnswerWriter(context.dataWriter(), bytes::answered);
    }

    RequestBytes bytes() {
        return bytes;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public HelidonSocket serverSocket() {
        return context.serverSocket();
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return context.executor();
    }

    @Override
    public Router router() {
        return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return context.proxyProtocolData();
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return context.isSecure();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
