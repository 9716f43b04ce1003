{{- define "gateway.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "gateway.labels" -}}
app.kubernetes.io/name: gateway
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "gateway.selector" -}}
app.kubernetes.io/name: gateway
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- /* The kinds of nodes, by the roles that they have. */ -}}
{{- define "gateway.nodes" -}}
{{- if .Values.apart -}}
http: "http"
jobs: "jobs"
{{- else -}}
all: "http,jobs"
{{- end -}}
{{- end -}}

{{- define "gateway.secret" -}}
{{- .Values.secret.existingSecret | default (printf "%s-secret" (include "gateway.name" .)) -}}
{{- end -}}

{{- define "gateway.claim" -}}
{{- .Values.files.existingClaim | default (printf "%s-files" (include "gateway.name" .)) -}}
{{- end -}}
