package dev.catchment.ingest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A process of its own, since it needs as many files as the server: opens connections and leaves them alone. */
final class IdleSockets {
    private IdleSockets() {}

    /** @param arguments port and number of sockets; ends when its input does */
    public static void main(String[] arguments) throws Exception {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        List<SocketChannel> sockets = new ArrayList<>();
        while (sockets.size() < Integer.parseInt(arguments[1])) {
            sockets.add(SocketChannel.open(server));
        }
        System.out.println("open");
        byte[] unused = System.in.readAllBytes();
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
