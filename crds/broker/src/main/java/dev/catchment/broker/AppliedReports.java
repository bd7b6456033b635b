package dev.catchment.broker;

import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.AppliedReport;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the instances of a plane say they have applied. */
public final class AppliedReports {
    private static final Logger LOG = LoggerFactory.getLogger(AppliedReports.class);

    private AppliedReports() {}

    /** By instance; instances that are long gone are among them. */
    public static Map<String, AppliedReport> read(Connection connection, Subjects names, Plane plane)
            throws IOException, JetStreamApiException, InterruptedException {
        Map<String, AppliedReport> reports = new TreeMap<>();
        String prefix = plane.wireName() + ".";
        for (KeyValueEntry entry :
                KvSnapshot.read(connection.keyValue(names.appliedBucket())).values()) {
            if (entry.getKey().startsWith(prefix)) {
                try {
                    AppliedReport report = ContractJson.DOCUMENTS.readValue(entry.getValue(), AppliedReport.class);
                    reports.put(report.instance(), report);
                } catch (IOException e) {
                    LOG.atWarn().addKeyValue("key", entry.getKey()).log("report cannot be read: {}", e.toString());
                }
            }
        }
        return reports;
    }
}
