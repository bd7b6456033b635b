{{/* Passwords are in the environment, never here. */}}
{{- define "catchment.natsConfig" -}}
{{- $name := include "catchment.nats" . -}}
server_name: $POD_NAME
port: 4222
http_port: 8222
max_payload: 1MB
jetstream {
  store_dir: /data
  max_memory_store: 64MB
  max_file_store: {{ include "catchment.natsStore" . }}
  # acknowledged means on disk
  sync_interval: always
}
{{- if gt (int .Values.nats.replicas) 1 }}
cluster {
  name: {{ $name }}
  port: 6222
  authorization { user: route, password: $NATS_SYSTEM_PASSWORD }
  no_advertise: true
  routes: [{{ range $i := until (int .Values.nats.replicas) }}{{ if $i }}, {{ end }}$NATS_ROUTE_{{ $i }}{{ end }}]
}
{{- end }}
{{ include "catchment.natsAccounts" . }}
{{- end }}
