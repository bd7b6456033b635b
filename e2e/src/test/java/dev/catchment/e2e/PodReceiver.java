package dev.catchment.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/** The receiver of examples/cluster, asked what it was sent. */
record PodReceiver(RealCluster cluster, String namespace, HttpClient http) {

    /** How often each message arrived, by its messageId. */
    Map<String, Integer> received() throws IOException, InterruptedException {
        URI uri = URI.create("http://" + cluster.reach(namespace, "receiver", 8090) + "/received");
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        Map<String, Integer> counts = new TreeMap<>();
        JsonNode messages = ContractJson.EVENTS.readTree(answer.body());
        messages.properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asInt()));
        return counts;
    }
}
