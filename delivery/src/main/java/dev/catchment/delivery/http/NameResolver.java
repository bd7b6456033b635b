package dev.catchment.delivery.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host name or literal. */
@FunctionalInterface
interface NameResolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
}
