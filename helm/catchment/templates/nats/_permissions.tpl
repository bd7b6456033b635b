{{/*
What each NATS user may do: the only place that says it, and the tests run real planes with exactly this.

NATS tells whole tokens of a subject apart, and the name of a stream is one. So who may use which stream can be said only
with the hubs' names (nats.auth.workspaces); without them one * stands for every stream and bucket. What only the operator
may do (make, change and remove streams, write the plan) is refused either way, and so is listening to what others are
answered: each has its own inboxes.
*/}}

{{/* The hubs: subjects begin with .subject, streams and buckets with .prefix, which is empty for any. */}}
{{- define "catchment.natsHubs" -}}
{{- $hubs := list -}}
{{- range .Values.nats.auth.workspaces -}}
{{- $namespace := .namespace | default $.Release.Namespace -}}
{{- $logs := list -}}
{{- range untilStep 0 (int (.partitions | default 1)) 1 -}}
{{- $logs = append $logs (printf "log-%d" .) -}}
{{- end -}}
{{- $hubs = append $hubs (dict "subject" (printf "catchment.%s.%s" $namespace .name) "prefix" (printf "catchment_%s_%s_" $namespace .name) "logs" $logs) -}}
{{- end -}}
{{- dict "hubs" ($hubs | default (list (dict "subject" "catchment.*.*" "prefix" "" "logs" (list "log")))) | toJson -}}
{{- end }}

{{/* (list hub "KV_" "state") */}}
{{- define "catchment.natsStream" -}}
{{- $prefix := (first .).prefix -}}
{{- if $prefix -}}{{ index . 1 }}{{ $prefix }}{{ index . 2 }}{{- else -}}*{{- end -}}
{{- end }}

{{/* To read a stream: (list hub "KV_" "state" "$KV"). No consumer of ours acknowledges. */}}
{{- define "catchment.natsRead" -}}
{{- $stream := include "catchment.natsStream" . }}
"$JS.API.STREAM.INFO.{{ $stream }}"
"$JS.API.STREAM.MSG.GET.{{ $stream }}"
"$JS.API.DIRECT.GET.{{ $stream }}"
"$JS.API.DIRECT.GET.{{ $stream }}.>"
"$JS.API.CONSUMER.CREATE.{{ $stream }}.>"
"$JS.API.CONSUMER.INFO.{{ $stream }}.*"
"$JS.API.CONSUMER.MSG.NEXT.{{ $stream }}.*"
"$JS.API.CONSUMER.DELETE.{{ $stream }}.*"
"$JS.FC.{{ $stream }}.>"
{{- end }}

{{- define "catchment.natsIngest" -}}
{{- range $hub := (include "catchment.natsHubs" . | fromJson).hubs }}
{{- $plan := include "catchment.natsStream" (list $hub "" "plan-ingest") }}
{{- $planStream := include "catchment.natsStream" (list $hub "KV_" "plan-ingest") }}
# the event log, to write
"{{ $hub.subject }}.log.*"
{{- range $hub.logs }}
"$JS.API.STREAM.INFO.{{ include "catchment.natsStream" (list $hub "" .) }}"
{{- end }}
# its plan, to read
"$JS.API.STREAM.INFO.{{ $planStream }}"
"$JS.API.CONSUMER.CREATE.{{ $planStream }}.*.$KV.{{ $plan }}.>"
"$JS.API.CONSUMER.INFO.{{ $planStream }}.*"
"$JS.API.CONSUMER.DELETE.{{ $planStream }}.*"
"$JS.FC.{{ $planStream }}.>"
# what it has applied and counted
{{- range $part := list "applied" "counts" }}
{{- $bucket := include "catchment.natsStream" (list $hub "" $part) }}
{{- $stream := include "catchment.natsStream" (list $hub "KV_" $part) }}
"$KV.{{ $bucket }}.ingest.>"
"$JS.API.STREAM.INFO.{{ $stream }}"
"$JS.API.DIRECT.GET.{{ $stream }}.$KV.{{ $bucket }}.ingest.>"
{{- end }}
{{- end }}
{{- end }}

{{- define "catchment.natsDelivery" -}}
{{- range $hub := (include "catchment.natsHubs" . | fromJson).hubs }}
# the event log, to read and to purge
{{- range $hub.logs }}
{{- include "catchment.natsRead" (list $hub "" .) }}
"$JS.API.STREAM.PURGE.{{ include "catchment.natsStream" (list $hub "" .) }}"
{{- end }}
# retries, duplicates and dead letters
"{{ $hub.subject }}.retry.>"
"{{ $hub.subject }}.dedupe.>"
"{{ $hub.subject }}.dead.>"
{{- range list "retries" "dedupe" }}
{{- include "catchment.natsRead" (list $hub "" .) }}
"$JS.API.STREAM.PURGE.{{ include "catchment.natsStream" (list $hub "" .) }}"
{{- end }}
"$JS.API.STREAM.MSG.DELETE.{{ include "catchment.natsStream" (list $hub "" "retries") }}"
"$JS.API.STREAM.INFO.{{ include "catchment.natsStream" (list $hub "" "dead-letters") }}"
# its plan, to read
{{- include "catchment.natsRead" (list $hub "KV_" "plan-delivery") }}
# what it has applied and counted
{{- range $part := list "applied" "counts" }}
{{- $bucket := include "catchment.natsStream" (list $hub "" $part) }}
"$KV.{{ $bucket }}.delivery.>"
{{- if eq $part "counts" }}
"$KV.{{ $bucket }}.log.>"
{{- end }}
"$JS.API.STREAM.INFO.{{ include "catchment.natsStream" (list $hub "KV_" $part) }}"
"$JS.API.DIRECT.GET.{{ include "catchment.natsStream" (list $hub "KV_" $part) }}.$KV.{{ $bucket }}.>"
{{- end }}
# its state, and the archive
{{- range list "state" "archive-index" }}
"$KV.{{ include "catchment.natsStream" (list $hub "" .) }}.>"
{{- include "catchment.natsRead" (list $hub "KV_" .) }}
{{- end }}
"$O.{{ include "catchment.natsStream" (list $hub "" "archive") }}.>"
{{- include "catchment.natsRead" (list $hub "OBJ_" "archive") }}
"$JS.API.STREAM.PURGE.{{ include "catchment.natsStream" (list $hub "OBJ_" "archive") }}"
{{- end }}
{{- end }}

{{- define "catchment.natsAccounts" -}}
accounts {
  CATCHMENT {
    jetstream: enabled
    users: [
      {
        user: operator, password: $NATS_OPERATOR_PASSWORD
        permissions {
          # the last: people who re-drive dead letters log in as the operator
          publish { allow: ["$JS.API.>", "$KV.>", "$JS.FC.>", "catchment.*.*.retry.>"] }
          subscribe { allow: "_INBOX.>" }
        }
      }
      {
        user: ingest, password: $NATS_INGEST_PASSWORD
        permissions {
          publish {
            allow: [ {{- include "catchment.natsIngest" . | trim | splitList "\n" | uniq | join "\n" | nindent 14 }}
            ]
          }
          subscribe { allow: "_INBOX.ingest.>" }
        }
      }
      {
        user: delivery, password: $NATS_DELIVERY_PASSWORD
        permissions {
          publish {
            allow: [ {{- include "catchment.natsDelivery" . | trim | splitList "\n" | uniq | join "\n" | nindent 14 }}
            ]
            # whatever the bucket is called: the plan, the claim and folded counts, which are the operator's, and ingest's keys
            deny: [
              "$KV.*.complete", "$KV.*.ingest", "$KV.*.delivery", "$KV.*.source.>", "$KV.*.filter.>", "$KV.*.type.>", "$KV.*.destination.>"
              "$KV.*.claim", "$KV.*.folded.>", "$KV.*.ingest.>"
            ]
          }
          subscribe { allow: "_INBOX.delivery.>" }
        }
      }
    ]
  }
  SYS { users: [ { user: system, password: $NATS_SYSTEM_PASSWORD } ] }
}
system_account: SYS
{{- end }}
