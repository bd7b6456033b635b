package dev.catchment.cli;

import java.io.PrintWriter;
import java.util.List;

/** Shows how the cases of all files went. */
interface CaseReport {
    void print(List<CaseFileResult> files, PrintWriter out);
}
