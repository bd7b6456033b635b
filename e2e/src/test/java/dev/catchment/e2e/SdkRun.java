package dev.catchment.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SDK that sends its calls once, through a proxy of its own. */
final class SdkRun implements AutoCloseable {
    static final int USERS = 20;
    private static final int CALLS = 280;

    private final RealSdk sdk;
    private final TestTls tls;
    private final LossyProxy proxy;
    private final List<ObjectNode> calls;
    private volatile @Nullable Throwable problem;

    /** @param losing whether the SDK's first answer is lost */
    SdkRun(RealSdk sdk, boolean losing, int hubPort, TestTls tls) throws IOException, GeneralSecurityException {
        this.sdk = sdk;
        this.tls = tls;
        ServerSocket listener =
                sdk.isForApps() ? tls.listen() : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.proxy = LossyProxy.start(listener, hubPort, losing);
        this.calls = sdk.calls(sdk.label() + (losing ? "-lost" : ""), CALLS, USERS);
    }

    /** Sends everything. A failure is kept for {@link #problem()}: it is the test's of this SDK, not of all. */
    void send() {
        long start = System.nanoTime();
        try {
            sdk.send(this);
        } catch (Exception | AssertionError e) {
            problem = e;
        }
        System.out.printf(
                "[test] %s: %d calls answered after %.1f s%n",
                SdkCalls.nameOf(calls.getFirst()).replaceFirst("-[0-9]+$", ""),
                calls.size(),
                (System.nanoTime() - start) / 1e9);
    }

    RealSdk sdk() {
        return sdk;
    }

    String host() {
        return "127.0.0.1:" + proxy.port();
    }

    String url() {
        return "http://" + host();
    }

    TestTls tls() {
        return tls;
    }

    LossyProxy proxy() {
        return proxy;
    }

    List<ObjectNode> calls() {
        return calls;
    }

    @Nullable Throwable problem() {
        return problem;
    }

    boolean everythingIsAnswered() {
        return proxy.answered().size() == calls.size();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
